import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { SandboxActivities } from '@fixpoint/contracts/sandbox-activities.ts';
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { act } from './act.ts';
import { discardWorkspace } from './discard-workspace.ts';
import { holdWorkspace } from './hold-workspace.ts';
import type { SandboxPorts } from './ports.ts';
import { runChecks } from './run-checks.ts';
import { Workspaces } from './workspace/workspaces.ts';

/** The sandbox fleet's activities; `workspaces` is what this process has open, for the janitor to ask. */
export function createSandboxActivities(
  ports: SandboxPorts,
  workspaces: Workspaces = new Workspaces(ports),
): SandboxActivities {
  return {
    async holdWorkspace(request) {
      const { workflowExecution } = activityInfo();
      if (workflowExecution === undefined)
        throw new FixpointError('INVALID_INPUT', 'A workspace is held for a workflow.');
      return holdWorkspace(
        ports,
        workspaces,
        { ...request, workflowId: workflowExecution.workflowId },
        cancellationSignal(),
      );
    },
    act(request) {
      return act(ports, workspaces, request, cancellationSignal());
    },
    runChecks(request) {
      return runChecks(ports, workspaces, request, cancellationSignal());
    },
    discardWorkspace(request) {
      return discardWorkspace(workspaces, request);
    },
  };
}
