import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { attemptWorkflowId, type IssueRef, issueWorkflowId } from '@fixpoint/contracts/ids.ts';
import { isRunOver } from '@fixpoint/contracts/states.ts';
import { type AttemptView, type IssueView, QUERIES } from '@fixpoint/contracts/workflows.ts';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';

/** Something new that a run has done, one line each. */
export type RunEvent =
  | { readonly kind: 'state'; readonly view: IssueView }
  | { readonly kind: 'attempt'; readonly attempt: number }
  | { readonly kind: 'step'; readonly attempt: number; readonly step: string };

const POLL_MS = 250;
/** From the comment to the workflow; a webhook takes a tenth of a second. */
const START_TIMEOUT_MS = 60_000;

/**
 * Follows the run of an issue by its queries, and resolves with the last view when the run has ended.
 *
 * @throws the signal's reason when it is aborted; FixpointError WEBHOOK_MISSING when no run starts
 */
export async function followRun(
  client: Client,
  issue: IssueRef,
  tell: (event: RunEvent) => void,
  signal: AbortSignal,
  pollMs = POLL_MS,
): Promise<IssueView> {
  const workflowId = issueWorkflowId(issue);
  let told: { state: string | null; attempt: number; steps: number } = { state: null, attempt: 0, steps: 0 };
  const startBy = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    signal.throwIfAborted();
    const view = await ask<IssueView>(client, workflowId);
    if (!view?.runId && performance.now() > startBy) {
      const { owner, name } = issue.repository;
      throw new FixpointError('WEBHOOK_MISSING', `No run of ${owner}/${name}#${issue.number} has started.`);
    }
    if (view?.runId) {
      if (view.attempt > told.attempt) {
        told = { ...told, attempt: view.attempt, steps: 0 };
        tell({ kind: 'attempt', attempt: view.attempt });
      }
      const attempt = await ask<AttemptView>(client, attemptWorkflowId(workflowId, view.runId, view.attempt));
      for (const step of attempt?.steps.slice(told.steps) ?? [])
        tell({ kind: 'step', attempt: view.attempt, step });
      told.steps = Math.max(told.steps, attempt?.steps.length ?? 0);
      if (view.state !== told.state) tell({ kind: 'state', view });
      told.state = view.state;
      if (isRunOver(view.state)) return view;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Null while the workflow has not started yet. */
async function ask<View>(client: Client, workflowId: string): Promise<View | null> {
  try {
    return await client.workflow.getHandle(workflowId).query<View>(QUERIES.view);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
