import type { TurnResults } from '@fixpoint/contracts/agent-activities.ts';
import {
  type AttemptOutcome,
  type AttemptResult,
  type AttemptView,
  type AttemptWorkflowInput,
  QUERIES,
} from '@fixpoint/contracts/workflows.ts';
import { TemporalFailure } from '@temporalio/common';
import {
  CancellationScope,
  continueAsNew,
  defineQuery,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { answerIntents } from './answer-intents.ts';
import { AttemptRecord } from './attempt-record.ts';
import { failureText } from './failure-text.ts';
import { agent } from './fleets.ts';
import { HeldWorkspace } from './held-workspace.ts';
import { workspaceSpec } from './workspace-spec.ts';

export const attemptView = defineQuery<AttemptView>(QUERIES.view);

/**
 * One try at solving: turns of thinking and acting until a submit is accepted or refused, a limit is reached, or the
 * agent asks or gives up. It holds its workspace all along, and lets go of it however it ends.
 */
export async function attemptWorkflow(input: AttemptWorkflowInput): Promise<AttemptResult> {
  const record = new AttemptRecord(input);
  setHandler(attemptView, () => record.view);
  const workspace = new HeldWorkspace(
    workspaceSpec(input),
    record.resumed.snapshot,
    input.limits.attemptTimeoutMs,
  );
  workspace.open();
  let outcome: AttemptOutcome;
  try {
    outcome = await takeTurns(input, record, workspace);
  } catch (error) {
    outcome = interruption(error);
  } finally {
    await workspace.release();
  }
  return await CancellationScope.nonCancellable(() => record.finish(outcome));
}

/** A stop and a failed step are results too: the issue wants the ledger's head of this attempt in every case. */
function interruption(error: unknown): AttemptOutcome {
  if (isCancellation(error)) return { kind: 'stopped' };
  if (error instanceof TemporalFailure) return { kind: 'failed', reason: failureText(error) };
  throw error;
}

async function takeTurns(
  input: AttemptWorkflowInput,
  record: AttemptRecord,
  workspace: HeldWorkspace,
): Promise<AttemptOutcome> {
  let previous: TurnResults | null = record.resumed.previous;
  for (let turn = record.resumed.nextTurn; ; turn += 1) {
    const limit = record.limitReached(turn);
    if (limit) return { kind: 'limit', reason: limit };
    record.throwIfUnrecorded();
    const turnsHere = turn - record.resumed.nextTurn;
    if (workflowInfo().continueAsNewSuggested || turnsHere >= (input.continueAsNewAfterTurns ?? Infinity))
      await continueAttempt(input, record, workspace, turn, previous);

    const thought = await agent(`Turn ${turn}: think`).think({
      runId: input.runId,
      attempt: input.attempt,
      turn,
      brief: record.brief,
      previous,
    });
    record.thought(turn, thought);
    const acted = await workspace.act(
      { turn, response: thought.response },
      record.describeActs(turn, thought),
    );
    record.waitedForHost(workspace.takeWaitedMs());
    record.acted(turn, acted);

    const answer = await answerIntents(input, record, workspace, acted, turn);
    if (answer.outcome) return answer.outcome;
    previous = { results: acted.results, verdicts: answer.verdicts };
  }
}

/** The history of a long attempt starts anew between two turns; the workspace is opened again from its last snapshot. */
async function continueAttempt(
  input: AttemptWorkflowInput,
  record: AttemptRecord,
  workspace: HeldWorkspace,
  nextTurn: number,
  previous: TurnResults | null,
): Promise<never> {
  await record.settled();
  await workspace.release();
  return await continueAsNew<typeof attemptWorkflow>({
    ...input,
    resume: record.resumePoint(nextTurn, previous, workspace.snapshot),
  });
}
