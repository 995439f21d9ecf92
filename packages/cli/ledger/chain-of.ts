import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { LedgerChain } from '@fixpoint/contracts/ledger.ts';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';

/**
 * The chain of a workflow's newest execution, or the one that `chainId` (`<workflowId>/<firstExecutionRunId>`, as a
 * proposal names it) stands for.
 *
 * @throws FixpointError INVALID_INPUT when Temporal knows no such workflow
 */
export async function chainOf(client: Client, id: string): Promise<LedgerChain> {
  const named =
    /^(?<workflowId>.+)\/(?<firstExecutionRunId>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(
      id,
    )?.groups;
  if (named?.workflowId && named.firstExecutionRunId) {
    return { workflowId: named.workflowId, firstExecutionRunId: named.firstExecutionRunId };
  }
  try {
    const { raw } = await client.workflow.getHandle(id).describe();
    const firstExecutionRunId = raw.workflowExecutionInfo?.firstRunId;
    if (firstExecutionRunId) return { workflowId: id, firstExecutionRunId };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  throw new FixpointError('INVALID_INPUT', `There is no workflow ${id}; ./fixpoint runs lists them.`);
}
