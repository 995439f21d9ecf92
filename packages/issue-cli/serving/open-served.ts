import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Coordination } from '@fixpoint/issue-core/coordination/port.ts';
import { openCoordination } from '@fixpoint/issue-core/coordination/sqlite/open-coordination.ts';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { type Database, openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import type { ServedBackend } from '@fixpoint/issue-server/ports.ts';
import { makeIssueCoreFolder } from '../config/issue-core-folder.ts';
import type { OwnBackendDescription } from '../config/resolve-backend.ts';
import { backendNameOf, identityNameOf } from '../session/backend-name.ts';
import { coordinationPathOf } from '../session/coordination-path.ts';
import { openBackend } from '../session/open-backend.ts';
import type { ServedDescriptions } from './resolve-served.ts';

export interface OpenServedOptions {
  readonly root: string;
  /** As whom the server writes where nobody is named. */
  readonly login: string;
  readonly readOnly: boolean;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** What a server stands on, open. */
export interface Served {
  readonly backends: readonly ServedBackend[];
  readonly coordination: Coordination;
  /** Its own tables: keys, answers by idempotency key, webhooks. */
  readonly database: Database;
  close(): Promise<void>;
}

/** @throws FixpointError LOCAL_STORE_FAILED, LOCAL_STORE_BUSY, INVALID_CONFIG */
export async function openServed(
  { main, others }: ServedDescriptions,
  options: OpenServedOptions,
): Promise<Served> {
  const { SERVER_SCHEMA } = await import('./http-server.ts');
  const { root, now } = options;
  const folder = await makeIssueCoreFolder(root);
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const step of closing.toReversed()) await step();
  };
  try {
    const coordination = openCoordination({ path: coordinationPathOf(main, root), now });
    closing.push(() => coordination.close());
    const file = join(folder, 'server.db');
    await makePrivate(file);
    const database = openDatabase(file, [SERVER_SCHEMA]);
    closing.push(() => database.close());
    const backends: ServedBackend[] = [];
    for (const description of [main, ...others]) {
      const served = await openOne(description, coordination, options);
      closing.push(() => served.close());
      backends.push(served);
    }
    return { backends, coordination, database, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Secrets of webhooks stand in it. SQLite gives the files beside it the same mode. */
async function makePrivate(path: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.chmod(0o600);
  } finally {
    await file.close();
  }
}

async function openOne(
  description: OwnBackendDescription,
  coordination: Coordination,
  { root, login, readOnly, now, signal }: OpenServedOptions,
): Promise<ServedBackend & { close(): Promise<void> }> {
  const { serveBackend } = await import('./http-server.ts');
  const name = backendNameOf(description);
  const keptUnder = identityNameOf(description);
  if ('url' in description) {
    const access = readOnly ? 'read' : 'write';
    const opened = await openBackend(description, { root, login, access, signal, now });
    return {
      ...serveBackend({ name, keptUnder, backend: opened.backend, coordination, readOnly, now }),
      close: opened.close,
    };
  }
  // Every agent has a login of its own there, so that comments and issues say who wrote them.
  const openAs = (agent: string) =>
    openLocalBackend({ path: description.path.value, login: agent, now: () => now().getTime() });
  const backend = openAs(login);
  const served = serveBackend({
    name,
    keptUnder,
    backend,
    coordination,
    openAs,
    readOnly,
    now,
  });
  return {
    ...served,
    async close() {
      await served.close();
      await backend.close();
    },
  };
}
