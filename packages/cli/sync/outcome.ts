import type { SyncCounts } from '@fixpoint/contracts/sync.ts';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { TemporalFailure } from '@temporalio/common';

/** A sync that was started, as the Schedule remembers it. */
export interface StartedSync {
  readonly workflowId: string;
  /** ISO 8601 */
  readonly startedAt: string;
}

/** How a sync that was started stands. */
export type SyncOutcome = StartedSync &
  (
    | { readonly status: 'running' | 'canceled' | 'terminated' | 'forgotten' }
    | { readonly status: 'completed'; readonly counts: SyncCounts }
    | { readonly status: 'failed'; readonly message: string }
  );

export async function readOutcome(client: Client, at: StartedSync): Promise<SyncOutcome> {
  const handle = client.workflow.getHandle(at.workflowId);
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
    return { ...at, status: 'forgotten' };
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
