import type { WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import type { AttemptWorkflowInput } from '@fixpoint/contracts/workflows.ts';

/** An attempt starts from the base, with the files of the test that is still valid laid over it. */
export function workspaceSpec(input: AttemptWorkflowInput): WorkspaceSpec {
  const { limits, carriedTest } = input;
  return {
    runId: input.runId,
    attempt: input.attempt,
    repository: input.issue.repository,
    baseSha: input.base.baseSha,
    baseBundle: input.base.bundle,
    carried: carriedTest && { snapshot: carriedTest.snapshot, files: carriedTest.test.files },
    limits: {
      commandTimeoutMs: limits.commandTimeoutMs,
      memoryBytes: limits.memoryBytes,
      cpus: limits.cpus,
      pids: limits.pids,
    },
  };
}
