import { labelFilter, workspaceId } from '@fixpoint/activities-sandbox/engine/names.ts';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { engineClient } from '@fixpoint/local/servers/engine.ts';

export interface OnEngine {
  readonly containers: readonly string[];
  readonly volumes: readonly string[];
}

/** What the first attempt of a run has on the engine, by name. */
export async function onEngine({ stack, profile }: Platform, runId: string): Promise<OnEngine> {
  const docker = engineClient(stack.endpoints.dockerHost);
  const instance = profile.sandboxInstance;
  const filters = labelFilter(instance, workspaceId(instance, runId, 1));
  const [containers, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listVolumes({ filters }),
  ]);
  return {
    containers: containers.flatMap(({ Names: names }) => names),
    volumes: volumes.map(({ Name: name }) => name),
  };
}
