import { callEngine } from './engine/call.ts';
import { labelFilter, workspaceOf } from './engine/names.ts';
import { removeWorkspace } from './engine/remove-workspace.ts';
import type { SandboxPorts } from './ports.ts';

export interface OrphanSweep {
  /** Since when each workspace has been without a holder, in milliseconds since 1970; given back to the next sweep. */
  readonly orphanedSince: ReadonlyMap<string, number>;
  readonly removed: readonly string[];
}

/**
 * Removes the containers and work volumes of workspaces that nobody has held for `graceMs`: those of a worker that
 * died without a successor. Mirrors stay.
 *
 * @throws FixpointError of the engine
 */
export async function removeOrphans(
  ports: Pick<SandboxPorts, 'docker' | 'instanceLabel' | 'now'>,
  isAlive: (workspace: string) => boolean,
  before: OrphanSweep['orphanedSince'],
  graceMs: number,
): Promise<OrphanSweep> {
  const found = await findWorkspaces(ports);
  const orphanedSince = new Map<string, number>();
  const removed: string[] = [];
  for (const workspace of found) {
    if (isAlive(workspace)) continue;
    const since = before.get(workspace) ?? ports.now();
    if (ports.now() - since < graceMs) {
      orphanedSince.set(workspace, since);
      continue;
    }
    await removeWorkspace(ports.docker, ports.instanceLabel, workspace);
    removed.push(workspace);
  }
  return { orphanedSince, removed };
}

async function findWorkspaces({
  docker,
  instanceLabel,
}: Pick<SandboxPorts, 'docker' | 'instanceLabel'>): Promise<Set<string>> {
  const filters = labelFilter(instanceLabel, null);
  const [containers, { Volumes: volumes }] = await Promise.all([
    callEngine('list containers', (abortSignal) =>
      docker.listContainers({ all: true, filters, abortSignal }),
    ),
    callEngine('list volumes', (abortSignal) => docker.listVolumes({ filters, abortSignal })),
  ]);
  const named = [...containers, ...volumes].map((resource) => workspaceOf(resource.Labels));
  return new Set(named.filter((workspace) => workspace !== null));
}
