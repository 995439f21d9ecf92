import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { CapturedIssue } from '@fixpoint/contracts/forge-activities.ts';
import type { PreparedBase } from '@fixpoint/contracts/git-activities.ts';
import { attemptWorkflowId } from '@fixpoint/contracts/ids.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { type AttemptResult, WORKFLOW_TYPES } from '@fixpoint/contracts/workflows.ts';
import { clip } from '@fixpoint/proof/lesson.ts';
import { CancelledFailure } from '@temporalio/common';
import { CancellationScope, executeChild, ParentClosePolicy, workflowInfo } from '@temporalio/workflow';
import type { attemptWorkflow } from './attempt-workflow.ts';
import { block, type Tried } from './block.ts';
import { courtesy } from './courtesy.ts';
import { forge, git } from './fleets.ts';
import { propose } from './propose.ts';
import type { RunContext } from './run-context.ts';
import { summaryLine } from './summary-line.ts';

const EXCERPT_LENGTH = 800;

/** One run: prepare, try at most `maxAttempts` times, and propose, ask or block. */
export async function solve(context: RunContext): Promise<void> {
  const { record, input, runId } = context;
  record.beginRun(runId);
  record.enter('preparing');
  const [issue, base] = await prepare(context);
  record.show({ baseSha: base.baseSha });

  const tried: Tried[number][] = [];
  let before: AttemptResult | null = null;
  const { maxAttempts, maxCostUsd } = input.limits;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    if (record.view.costUsd >= maxCostUsd)
      return await block(record, runId, `The run's limit of $${maxCostUsd} is used up.`, tried);
    const result = await tryOnce(context, issue, base, attempt, before);
    const { outcome } = result;
    switch (outcome.kind) {
      case 'accepted':
        return await propose(context, issue, base, result, outcome);
      case 'asked':
        return await ask(context, outcome.question);
      case 'failed':
        return await block(record, runId, outcome.reason, tried);
      case 'stopped':
        if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('The run was ended.');
        return record.enter('stopped', { reason: 'The attempt was cancelled.' });
      case 'gave-up':
      case 'limit':
      case 'refused':
        tried.push({ attempt, result: outcome.reason, excerpt: excerptOf(outcome) });
        before = result;
        break;
      default:
        assertNever(outcome);
    }
  }
  await block(record, runId, `All ${maxAttempts} attempts ended without a sound fix.`, tried);
}

/** What one of these steps needs in vain, the others need not go on for. */
async function prepare({ record, input, runId }: RunContext): Promise<[CapturedIssue, PreparedBase]> {
  const { issue } = input;
  const scope = new CancellationScope();
  try {
    const [captured, base] = await scope.run(() =>
      Promise.all([
        forge('Read the issue').captureIssue({ issue }),
        git('Fetch the repository').prepareBase({ repository: issue.repository, runId }),
        record.labelled ? courtesy(record, 'label', () => record.setBlockedLabel(false)) : null,
      ]),
    );
    return [captured, base];
  } catch (error) {
    scope.cancel();
    throw error;
  }
}

/** One attempt as a child workflow; what it spent and where its ledger stands is recorded here. */
async function tryOnce(
  { record, input, runId }: RunContext,
  issue: CapturedIssue,
  base: PreparedBase,
  attempt: number,
  before: AttemptResult | null,
): Promise<AttemptResult> {
  // What is not recorded is not paid for either.
  await record.ledger.settled();
  record.beginAttempt(attempt);
  const result = await executeChild<typeof attemptWorkflow>(WORKFLOW_TYPES.attempt, {
    workflowId: attemptWorkflowId(workflowInfo().workflowId, runId, attempt),
    taskQueue: TASK_QUEUES.orchestrator,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: summaryLine(`Attempt ${attempt} at #${input.issue.number}: ${issue.title}`),
    args: [
      {
        issue: input.issue,
        runId,
        attempt,
        base,
        issueText: issue.text,
        limits: input.limits,
        remainingCostUsd: input.limits.maxCostUsd - record.view.costUsd,
        lesson: before?.lesson ?? null,
        carriedTest: before?.carriedTest ?? null,
        ...(input.continueAsNewAfterTurns ? { continueAsNewAfterTurns: input.continueAsNewAfterTurns } : {}),
      },
    ],
  }).finally(() => record.attemptOver());
  record.endAttempt(result);
  return result;
}

async function ask({ record, runId }: RunContext, question: string): Promise<void> {
  await record.notify(`question/${runId}`, { kind: 'question', question });
  record.enter('waiting-for-reply', { reason: question });
}

/** The output of what was not as it should be; when only a gate refused, there is none. */
function excerptOf(outcome: AttemptResult['outcome']): string {
  if (outcome.kind !== 'refused') return '';
  const { phase, runs } = outcome.report;
  const wrong = phase === 'red' ? runs[0] : runs.find((run) => run.outcome !== 'passed');
  return clip(wrong?.excerpt ?? '', EXCERPT_LENGTH);
}
