import { repositoryKey } from '@fixpoint/contracts/ids.ts';
import type { WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import { HELPER_LIMITS, MIRROR_FOLDER } from '../engine/container-options.ts';
import { createContainer, startShell } from '../engine/containers.ts';
import { labels, mirrorVolumeName, resourceName } from '../engine/names.ts';
import { createVolume } from '../engine/volumes.ts';
import type { SandboxPorts } from '../ports.ts';
import { SHELL_COMMAND } from '../shell/held-shell.ts';
import { helperEnvironment } from './helper-environment.ts';
import { HelperShell } from './helper-shell.ts';

/**
 * Starts a helper container with the repository's mirror and the given work volumes, by folder.
 *
 * @throws FixpointError of the engine
 */
export async function openHelper(
  ports: SandboxPorts,
  spec: WorkspaceSpec,
  workspace: string,
  workVolumes: Readonly<Record<string, string>>,
): Promise<HelperShell> {
  const { docker, instanceLabel, helperImage } = ports;
  const mirror = mirrorVolumeName(instanceLabel, repositoryKey(spec.repository));
  await Promise.all([
    createVolume(docker, mirror, labels(instanceLabel, 'mirror', null)),
    ...Object.values(workVolumes).map((name) =>
      createVolume(docker, name, labels(instanceLabel, 'work', workspace)),
    ),
  ]);
  const container = await createContainer(docker, {
    name: resourceName(workspace, 'helper'),
    image: helperImage,
    labels: labels(instanceLabel, 'helper', workspace),
    command: SHELL_COMMAND,
    environment: helperEnvironment(),
    volumes: { [MIRROR_FOLDER]: mirror, ...workVolumes },
    limits: HELPER_LIMITS,
    stdin: true,
  });
  return new HelperShell(container, await startShell(container));
}
