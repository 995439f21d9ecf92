import type { TurnResults } from '@fixpoint/contracts/agent-activities.ts';
import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { DeclaredTest } from '@fixpoint/contracts/project.ts';
import type { ActResult, CheckReport, Snapshot } from '@fixpoint/contracts/sandbox-activities.ts';
import type { Intent } from '@fixpoint/contracts/tools.ts';
import type { AttemptOutcome, AttemptWorkflowInput } from '@fixpoint/contracts/workflows.ts';
import { clip } from '@fixpoint/proof/lesson.ts';
import type { AttemptRecord } from './attempt-record.ts';
import type { HeldWorkspace } from './held-workspace.ts';

/** With the sentence before it, within the 4,000 characters of a verdict. */
const MAX_DESCRIPTION_LENGTH = 3_900;

type Verdict = TurnResults['verdicts'][number];

export interface IntentAnswer {
  /** Null while the attempt goes on. */
  readonly outcome: AttemptOutcome | null;
  readonly verdicts: readonly Verdict[];
}

/** What the agent asked of the orchestrator in this turn, answered in order; the first that ends the attempt ends it. */
export async function answerIntents(
  input: AttemptWorkflowInput,
  record: AttemptRecord,
  workspace: HeldWorkspace,
  acted: ActResult,
  turn: number,
): Promise<IntentAnswer> {
  const verdicts: Verdict[] = [];
  for (const intent of acted.intents) {
    const answer = await answerIntent(input, record, workspace, acted.snapshot, intent, turn);
    if ('kind' in answer) return { outcome: answer, verdicts };
    verdicts.push(answer);
  }
  return { outcome: null, verdicts };
}

async function answerIntent(
  input: AttemptWorkflowInput,
  record: AttemptRecord,
  workspace: HeldWorkspace,
  snapshot: Snapshot | null,
  intent: Intent,
  turn: number,
): Promise<Verdict | AttemptOutcome> {
  switch (intent.kind) {
    case 'ask':
      return { kind: 'asked', question: intent.question };
    case 'give-up':
      return { kind: 'gave-up', reason: intent.reason };
    case 'declare-test':
      return await answerDeclaredTest(input, record, workspace, snapshot, intent, turn);
    case 'submit':
      return await answerSubmit(input, record, workspace, snapshot, intent, turn);
    default:
      return assertNever(intent);
  }
}

/** The test must fail on the base, by an assertion, before anything counts as reproduced. */
async function answerDeclaredTest(
  input: AttemptWorkflowInput,
  record: AttemptRecord,
  workspace: HeldWorkspace,
  snapshot: Snapshot | null,
  { toolUseId, test }: Extract<Intent, { kind: 'declare-test' }>,
  turn: number,
): Promise<Verdict> {
  if (!snapshot) {
    return {
      toolUseId,
      isError: true,
      text: 'Nothing has changed yet: write the test file first, then declare it.',
    };
  }
  const report = await check(input, workspace, snapshot, test, 'red', 'Red run: the new test on the base');
  record.checked(turn, report);
  if (!report.passed) {
    return { toolUseId, isError: true, text: `This test does not prove the problem. ${describe(report)}` };
  }
  record.testProven(test, snapshot);
  return {
    toolUseId,
    isError: false,
    text: `Proven: the test fails on the base as it should. ${describe(report)}`,
  };
}

/** Both runs are made anew at the end, because the test may have changed since it was declared. */
async function answerSubmit(
  input: AttemptWorkflowInput,
  record: AttemptRecord,
  workspace: HeldWorkspace,
  head: Snapshot | null,
  intent: Extract<Intent, { kind: 'submit' }>,
  turn: number,
): Promise<Verdict | AttemptOutcome> {
  const test = record.provenTest;
  if (!test || !head) {
    const text = 'Not taken: declare_test comes first, with a test that fails without your fix.';
    return { toolUseId: intent.toolUseId, isError: true, text };
  }
  record.enter('checking');
  const [red, green] = await Promise.all([
    check(input, workspace, head, test.test, 'red', 'Red run: the new test on the base'),
    check(input, workspace, head, test.test, 'green', 'Green run: test, build and project tests on the head'),
  ]);
  record.checked(turn, red);
  record.checked(turn, green);
  if (!red.passed) return { kind: 'refused', reason: red.reason ?? 'the red run', report: red };
  if (!green.passed) return { kind: 'refused', reason: green.reason ?? 'the green run', report: green };
  record.testProven(test.test, head);
  return { kind: 'accepted', head, title: intent.title, summary: intent.summary, red, green };
}

async function check(
  input: AttemptWorkflowInput,
  workspace: HeldWorkspace,
  head: Snapshot,
  test: DeclaredTest,
  phase: CheckReport['phase'],
  summary: string,
): Promise<CheckReport> {
  const { facts } = input.base;
  return await workspace.check({ head, test, facts, phase }, summary);
}

function describe(report: CheckReport): string {
  const run = report.runs[0];
  const lines = [report.reason, ...report.findings, run && `$ ${run.command}\n${run.excerpt}`];
  return clip(lines.filter(Boolean).join('\n'), MAX_DESCRIPTION_LENGTH);
}
