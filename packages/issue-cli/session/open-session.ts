import { readIssueEnvironment } from '@fixpoint/config/issue-cli.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Coordination } from '@fixpoint/issue-core/coordination/port.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { findRepositoryRoot, type RepositoryRoot } from '../config/repository-root.ts';
import { type BackendDescription, resolveBackend } from '../config/resolve-backend.ts';
import type { GlobalFlags } from '../global-flags.ts';
import type { World } from '../world.ts';
import { backendNameOf } from './backend-name.ts';
import { identityOf } from './identity.ts';
import { openBackend } from './open-backend.ts';

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
  readonly backend: IssueBackend;
  readonly coordination: Coordination;
  /** What `@me` stands for in a query. */
  readonly login: string;
  close(): Promise<void>;
}

/**
 * From flags, environment, configuration and clone to the tracker that is meant.
 *
 * @throws FixpointError INVALID_CONFIG, BACKEND_UNKNOWN, FORGE_UNAVAILABLE, LOCAL_STORE_FAILED, LOCAL_STORE_BUSY, and of the
 *   tracker when it is asked who we are
 */
export async function openSession(
  world: World,
  flags: GlobalFlags,
  { access, mentions = [] }: SessionRequest,
): Promise<Session> {
  const { cwd, environment, signal, now } = world;
  const root = findRepositoryRoot(cwd);
  const readOnly = (flags.readOnly ?? false) || readIssueEnvironment(environment).readOnly;
  const agent = (await identityOf(world, flags.agent)).value;
  const chosen = flags.backend === undefined ? {} : { backend: flags.backend };
  const description = await resolveBackend({ cwd, environment, signal, flags: chosen });
  const { openCoordination } = await import('@fixpoint/issue-core/coordination/sqlite/open-coordination.ts');
  const { createTracker } = await import('@fixpoint/issue-core/tracker/tracker.ts');
  const opened = await openBackend(description, {
    root: root.path,
    login: agent,
    signal,
    access: readOnly ? 'read' : access,
  });
  const { backend, coordinationPath } = opened;
  const closing = [() => opened.close()];
  const close = async () => {
    for (const step of closing) await step();
  };
  try {
    const coordination = openCoordination({ path: coordinationPath, now });
    closing.unshift(() => coordination.close());
    const asksWho = mentions.some((text) => text?.includes('@me'));
    const login = asksWho ? (await backend.currentUser()).login : agent;
    const backendName = backendNameOf(description);
    const identity = { agent, login };
    const tracker = createTracker({ backendName, backend, coordination, identity, readOnly, now });
    return { root, description, tracker, backend, coordination, login, close };
  } catch (error) {
    await close();
    throw error;
  }
}
