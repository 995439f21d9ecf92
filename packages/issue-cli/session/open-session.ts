import type { Coordination } from '@fixpoint/issue-core/coordination/port.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { findRepositoryRoot, type RepositoryRoot } from '../config/repository-root.ts';
import {
  type BackendDescription,
  type OwnBackendDescription,
  resolveBackend,
} from '../config/resolve-backend.ts';
import type { GlobalFlags } from '../global-flags.ts';
import type { World } from '../world.ts';
import { backendNameOf, identityNameOf } from './backend-name.ts';
import { identityOf } from './identity.ts';
import { openBackend } from './open-backend.ts';
import { openServerTracker } from './open-server-tracker.ts';
import { isReadOnly } from './read-only.ts';

export interface SessionRequest {
  /** Whoever only reads makes no file. */
  readonly access: 'read' | 'write';
  /** What may hold `@me`: then the tracker is asked who that is. */
  readonly mentions?: readonly (string | undefined)[];
}

/** One tracker, opened for one command. */
export interface Session {
  readonly root: RepositoryRoot;
  readonly description: BackendDescription;
  readonly tracker: Tracker;
  /** Null where a server keeps it, and watches over it. */
  readonly coordination: Coordination | null;
  /** What `@me` stands for in a query. */
  readonly login: string;
  close(): Promise<void>;
}

/**
 * From flags, environment, configuration and clone to the tracker that is meant.
 *
 * @throws FixpointError INVALID_CONFIG, BACKEND_UNKNOWN, FORGE_UNAVAILABLE, LOCAL_STORE_FAILED, LOCAL_STORE_BUSY, API_*, and of
 *   the tracker when it is asked who we are
 */
export async function openSession(
  world: World,
  flags: GlobalFlags,
  { access, mentions = [] }: SessionRequest,
): Promise<Session> {
  const { cwd, environment, signal } = world;
  const root = findRepositoryRoot(cwd);
  const readOnly = isReadOnly(world, flags);
  const agent = await identityOf(world, flags.agent);
  const chosen = flags.backend === undefined ? {} : { backend: flags.backend };
  const description = await resolveBackend({ cwd, environment, signal, flags: chosen });
  const asksWho = mentions.some((text) => text?.includes('@me'));
  if ('serverUrl' in description) {
    const tracker = await openServerTracker(description, { agent, readOnly, signal });
    const login = asksWho ? (await tracker.currentUser()).login : tracker.agent;
    return { root, description, tracker, coordination: null, login, close: async () => undefined };
  }
  const how = { agent: agent.value, readOnly, access: readOnly ? 'read' : access, asksWho } as const;
  return { root, description, ...(await openOwn(world, root, description, how)) };
}

interface OpenOwnOptions {
  readonly agent: string;
  readonly readOnly: boolean;
  readonly access: 'read' | 'write';
  readonly asksWho: boolean;
}

/** A tracker that is asked from here, with the file of its claims and events. */
async function openOwn(
  { signal, now }: World,
  root: RepositoryRoot,
  description: OwnBackendDescription,
  { agent, readOnly, access, asksWho }: OpenOwnOptions,
): Promise<Pick<Session, 'tracker' | 'coordination' | 'login' | 'close'>> {
  const { openCoordination } = await import('@fixpoint/issue-core/coordination/sqlite/open-coordination.ts');
  const { createTracker } = await import('@fixpoint/issue-core/tracker/tracker.ts');
  const opened = await openBackend(description, { root: root.path, login: agent, signal, now, access });
  const { backend, coordinationPath } = opened;
  const closing = [() => opened.close()];
  const close = async () => {
    for (const step of closing) await step();
  };
  try {
    const coordination = openCoordination({ path: coordinationPath, now });
    closing.unshift(() => coordination.close());
    const login = asksWho ? (await backend.currentUser()).login : agent;
    const backendName = backendNameOf(description);
    const identity = { agent, login };
    const keptUnder = identityNameOf(description);
    const tracker = createTracker({ backendName, keptUnder, backend, coordination, identity, readOnly, now });
    return { tracker, coordination, login, close };
  } catch (error) {
    await close();
    throw error;
  }
}
