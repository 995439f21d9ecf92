import { join } from 'node:path';
import { readRepositoryConfig } from '../config/repository-config.ts';
import { FOLDER, findRepositoryRoot } from '../config/repository-root.ts';
import { type BackendDescription, resolveBackend } from '../config/resolve-backend.ts';
import type { GlobalFlags } from '../global-flags.ts';
import type { World } from '../world.ts';

export interface ServedDescriptions {
  /** The one that is meant when a request names none. */
  readonly main: BackendDescription;
  readonly others: readonly BackendDescription[];
  /** Names of those that are configured, but cannot be served together with the main one. */
  readonly apart: readonly string[];
}

/**
 * Which trackers one server gives access to: the one that is meant, and every configured one whose claims and events are kept
 * in the same file. Claims of two files have no common order, and agents on the command line must meet those of the server.
 *
 * @throws FixpointError INVALID_CONFIG, BACKEND_UNKNOWN, FORGE_UNAVAILABLE
 */
export async function resolveServed(world: World, flags: GlobalFlags): Promise<ServedDescriptions> {
  const { cwd, environment, signal } = world;
  const root = findRepositoryRoot(cwd).path;
  const resolve = (backend?: string) =>
    resolveBackend({ cwd, environment, signal, flags: backend === undefined ? {} : { backend } });
  const main = await resolve(flags.backend);
  const names = Object.keys((await readRepositoryConfig(root))?.backends ?? {});
  const rest = await Promise.all(names.filter((name) => name !== main.name).map(resolve));
  const isTogether = (other: BackendDescription) =>
    coordinationOf(other, root) === coordinationOf(main, root);
  return {
    main,
    others: rest.filter(isTogether),
    apart: rest.filter((other) => !isTogether(other)).map(({ name }) => name ?? ''),
  };
}

/** The file in which claims and events of a tracker are kept. */
export function coordinationOf(description: BackendDescription, root: string): string {
  return 'url' in description ? join(root, FOLDER, 'coordination.db') : description.path.value;
}
