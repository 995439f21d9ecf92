import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import type { Side } from '@fixpoint/issue-core/sync/side.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from '@fixpoint/issue-core/sync/sqlite-store.ts';
import type { SyncStore } from '@fixpoint/issue-core/sync/store-port.ts';
import { FOLDER, findRepositoryRoot } from '../config/repository-root.ts';
import { type OwnBackendDescription, resolveBackend } from '../config/resolve-backend.ts';
import { targetOf } from '../session/backend-name.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';

export interface PairMember {
  readonly name: string;
  readonly description: OwnBackendDescription;
}

/** Two configured trackers that are synced; which is `a` does not depend on the order in which they are named. */
export interface Pair {
  readonly a: PairMember;
  readonly b: PairMember;
  /** Under which the sync remembers them; another one when a name comes to mean another tracker. */
  readonly id: string;
}

/** @throws FixpointError BACKEND_UNKNOWN, INVALID_CONFIG; UsageError when both are the same tracker */
export async function resolvePair(world: World, names: readonly [string, string]): Promise<Pair> {
  const [first, second] = [...names].sort();
  if (first === undefined || second === undefined || first === second)
    throw new UsageError('A sync needs two different backends; `issue backend list` shows them.');
  const a = { name: first, description: await describe(world, first) };
  const b = { name: second, description: await describe(world, second) };
  if (targetOf(a.description) === targetOf(b.description))
    throw new UsageError(`${first} and ${second} are the same tracker: ${targetOf(a.description)}.`);
  return { a, b, id: pairId(world, a, b) };
}

export function sideOf({ a }: Pair, name: string): Side {
  return a.name === name ? 'a' : 'b';
}

export interface OpenedSyncStores {
  storeOf(pair: Pair): SyncStore;
  close(): void;
}

/** What syncs of this repository remember. Whoever only reads makes no file. */
export function openSyncStores(world: World, access: 'read' | 'write'): OpenedSyncStores {
  const path = join(findRepositoryRoot(world.cwd).path, FOLDER, 'sync.db');
  const database = openDatabase(access === 'write' || existsSync(path) ? path : ':memory:', [SYNC_SCHEMA]);
  return {
    storeOf: ({ id }) => openSqliteSyncStore(database, id),
    close: () => {
      database.close();
    },
  };
}

/** @throws FixpointError UNSUPPORTED for a server: a sync needs the trackers themselves, and their changes */
async function describe({ cwd, environment, signal }: World, name: string): Promise<OwnBackendDescription> {
  const description = await resolveBackend({ cwd, environment, signal, flags: { backend: name } });
  if (!('serverUrl' in description)) return description;
  const detail = `${name} is a server; sync its tracker on the host where \`issue serve\` runs.`;
  throw new FixpointError('UNSUPPORTED', detail);
}

function pairId(world: World, a: PairMember, b: PairMember): string {
  const root = findRepositoryRoot(world.cwd).path;
  // A clone that is moved keeps its pairs.
  const where = [a, b].map(({ description }) =>
    'url' in description ? targetOf(description) : relative(root, description.path.value),
  );
  const hash = createHash('sha256').update(JSON.stringify(where)).digest('hex').slice(0, 12);
  return `${a.name}~${b.name}~${hash}`;
}
