import type { WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import { STATE_FOLDER, WORK_FOLDER } from '../engine/container-options.ts';
import { resourceName } from '../engine/names.ts';
import { removeWorkspace } from '../engine/remove-workspace.ts';
import type { SandboxPorts } from '../ports.ts';
import type { HelperShell } from '../workspace/helper-shell.ts';
import { openHelper } from '../workspace/open-helper.ts';

/** A folder of committed files that commands are run on, each in a container of its own. */
export interface CheckPlace {
  /** The label of everything that belongs to it. */
  readonly id: string;
  readonly helper: HelperShell;
  readonly workVolume: string;
  /** Where test runners write their reports; the helper sees it as its state folder. */
  readonly reportVolume: string;
}

/** Opens an empty place, gives it to `use`, and removes it. What an earlier try left under the same id is removed first. */
export async function withCheckPlace<T>(
  ports: SandboxPorts,
  spec: WorkspaceSpec,
  id: string,
  use: (place: CheckPlace) => Promise<T>,
): Promise<T> {
  const { docker, instanceLabel } = ports;
  await removeWorkspace(docker, instanceLabel, id);
  const workVolume = resourceName(id, 'work');
  const reportVolume = resourceName(id, 'work', '-report');
  try {
    const helper = await openHelper(ports, spec, id, {
      [WORK_FOLDER]: workVolume,
      [STATE_FOLDER]: reportVolume,
    });
    return await use({ id, helper, workVolume, reportVolume });
  } finally {
    await removeWorkspace(docker, instanceLabel, id);
  }
}
