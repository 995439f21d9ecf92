import type { SyncCounts } from '@fixpoint/contracts/sync.ts';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { TemporalFailure } from '@temporalio/common';

/** How a sync that was started stands. */
export type SyncOutcome = {
  readonly workflowId: string;
  /** ISO 8601 */
  readonly startedAt: string;
} & (
  | { readonly status: 'running' | 'canceled' | 'terminated' | 'forgotten' }
  | { readonly status: 'completed'; readonly counts: SyncCounts }
  | { readonly status: 'failed'; readonly message: string }
);

/** Null when nothing of this id was ever started. */
export async function readOutcome(
  client: Client,
  workflowId: string,
  startedAt: string,
): Promise<SyncOutcome | null> {
  const handle = client.workflow.getHandle(workflowId);
  const at = { workflowId, startedAt };
  try {
    const { status } = await handle.describe();
    switch (status.name) {
      case 'RUNNING':
        return { ...at, status: 'running' };
      case 'COMPLETED':
        return { ...at, status: 'completed', counts: await handle.result() };
      case 'CANCELLED':
        return { ...at, status: 'canceled' };
      case 'TERMINATED':
        return { ...at, status: 'terminated' };
      default:
        return { ...at, status: 'failed', message: await failureOf(handle.result()) };
    }
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    // The server keeps what has ended for a time only.
    return startedAt === '' ? null : { ...at, status: 'forgotten' };
  }
}

/** The innermost reason: the others only say which step it was. */
async function failureOf(result: Promise<unknown>): Promise<string> {
  try {
    await result;
    return '';
  } catch (error) {
    let reason: unknown = error;
    while (reason instanceof Error && reason.cause instanceof TemporalFailure) reason = reason.cause;
    return reason instanceof Error ? reason.message : String(reason);
  }
}
