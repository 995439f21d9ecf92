import type Docker from 'dockerode';
import { callEngine } from './call.ts';
import { removeContainer } from './containers.ts';
import { labelFilter } from './names.ts';
import { removeVolume } from './volumes.ts';

/**
 * Removes every container and volume of a workspace, found by their labels alone: doing it twice is fine, and so
 * is a process that never opened it.
 */
export async function removeWorkspace(docker: Docker, instance: string, workspace: string): Promise<void> {
  const filters = labelFilter(instance, workspace);
  const [containers, { Volumes: volumes }] = await Promise.all([
    callEngine('list containers', (abortSignal) =>
      docker.listContainers({ all: true, filters, abortSignal }),
    ),
    callEngine('list volumes', (abortSignal) => docker.listVolumes({ filters, abortSignal })),
  ]);
  await Promise.all(containers.map((found) => removeContainer(docker.getContainer(found.Id))));
  await Promise.all(volumes.map((volume) => removeVolume(docker, volume.Name)));
}
