import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { readRepositoryConfig } from '../config/repository-config.ts';
import { findRepositoryRoot } from '../config/repository-root.ts';
import { type OwnBackendDescription, resolveBackend } from '../config/resolve-backend.ts';
import type { GlobalFlags } from '../global-flags.ts';
import { backendNameOf } from '../session/backend-name.ts';
import { coordinationPathOf } from '../session/coordination-path.ts';
import type { World } from '../world.ts';

export interface ServedDescriptions {
  /** The one that is meant when a request names none. */
  readonly main: OwnBackendDescription;
  readonly others: readonly OwnBackendDescription[];
  /** Names of those that are configured, but cannot be served together with the main one. */
  readonly apart: readonly string[];
}

/**
 * Which trackers one server gives access to: the one that is meant, and every configured one whose claims and events are kept
 * in the same file. Claims of two files have no common order, and agents on the command line must meet those of the server.
 *
 * @throws FixpointError INVALID_CONFIG, BACKEND_UNKNOWN, FORGE_UNAVAILABLE; UNSUPPORTED when another server has it
 */
export async function resolveServed(world: World, flags: GlobalFlags): Promise<ServedDescriptions> {
  const { cwd, environment, signal } = world;
  const root = findRepositoryRoot(cwd).path;
  const resolve = (backend?: string) =>
    resolveBackend({ cwd, environment, signal, flags: backend === undefined ? {} : { backend } });
  const main = await resolve(flags.backend);
  if ('serverUrl' in main) {
    const detail = `${backendNameOf(main)} is a server already; ask it, or serve where its tracker is.`;
    throw new FixpointError('UNSUPPORTED', detail);
  }
  const names = Object.keys((await readRepositoryConfig(root))?.backends ?? {});
  const rest = await Promise.all(names.filter((name) => name !== main.name).map(resolve));
  const together = coordinationPathOf(main, root);
  const others = rest
    .flatMap((other) => ('serverUrl' in other ? [] : [other]))
    .filter((other) => coordinationPathOf(other, root) === together);
  const served = new Set(others.map(({ name }) => name));
  return { main, others, apart: rest.flatMap(({ name }) => (served.has(name) ? [] : [name ?? ''])) };
}
