import {
  addUsage,
  type Brief,
  NO_USAGE,
  type ThinkResult,
  type TokenUsage,
  type TurnResults,
} from '@fixpoint/contracts/agent-activities.ts';
import type { DeclaredTest } from '@fixpoint/contracts/project.ts';
import type { ActResult, CheckReport, Snapshot } from '@fixpoint/contracts/sandbox-activities.ts';
import type {
  AttemptOutcome,
  AttemptProgress,
  AttemptResult,
  AttemptResumePoint,
  AttemptView,
  AttemptWorkflowInput,
  CarriedTest,
} from '@fixpoint/contracts/workflows.ts';
import { SIGNALS } from '@fixpoint/contracts/workflows.ts';
import { getExternalWorkflowHandle, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { attemptDetails } from './attempt-details.ts';
import { lessonOf } from './attempt-lesson.ts';
import { LedgerWriter } from './ledger-writer.ts';
import { recordActed, recordThought, recordVerdict } from './turn-records.ts';

/** Some turns' worth. */
const LEDGER_BATCH_SIZE = 20;

const FRESH: AttemptResumePoint = {
  nextTurn: 1,
  startedAtMs: 0,
  costUsd: 0,
  usage: NO_USAGE,
  snapshot: null,
  previous: null,
  provenTest: null,
  ledgerHead: null,
  steps: [],
  red: null,
  green: null,
};

const STEPS_CARRIED = 40;

/** What is known of an attempt while it runs: its counts, its ledger, its proven test and what people see of it. */
export class AttemptRecord {
  readonly resumed: AttemptResumePoint;
  provenTest: CarriedTest | null;
  private readonly input: AttemptWorkflowInput;
  private readonly ledger: LedgerWriter;
  /** Moved on by what was spent on waiting for a host, which is nobody's fault. */
  private startedAtMs: number;
  private current: AttemptView;
  private usage: TokenUsage;

  constructor(input: AttemptWorkflowInput) {
    this.input = input;
    this.resumed = input.resume ?? FRESH;
    this.ledger = new LedgerWriter(LEDGER_BATCH_SIZE, this.resumed.ledgerHead ?? undefined);
    this.startedAtMs = this.resumed.startedAtMs || Date.now();
    this.usage = this.resumed.usage;
    this.provenTest = this.resumed.provenTest ?? input.carriedTest;
    this.current = {
      attempt: input.attempt,
      state: this.provenTest ? 'fixing' : 'reproducing',
      turns: this.resumed.nextTurn - 1,
      costUsd: this.resumed.costUsd,
      steps: this.resumed.steps,
      red: this.resumed.red,
      green: this.resumed.green,
    };
    if (!input.resume) this.enter(this.current.state);
  }

  get view(): AttemptView {
    return this.current;
  }

  get brief(): Brief {
    const { input } = this;
    return {
      issue: input.issueText,
      rules: input.base.rules,
      facts: input.base.facts,
      maxAttempts: input.limits.maxAttempts,
      maxTurns: input.limits.maxTurnsPerAttempt,
      lesson: input.lesson,
      carriedTest: input.carriedTest?.test ?? null,
    };
  }

  /** Says which limit stands in the way of the next turn, or null. */
  limitReached(turn: number): string | null {
    const { limits, remainingCostUsd } = this.input;
    if (turn > limits.maxTurnsPerAttempt)
      return `It did not finish within ${limits.maxTurnsPerAttempt} turns.`;
    if (this.current.costUsd >= remainingCostUsd)
      return `The run's limit of $${limits.maxCostUsd} is used up.`;
    const minutes = Math.round(limits.attemptTimeoutMs / 60_000);
    if (Date.now() - this.startedAtMs >= limits.attemptTimeoutMs)
      return `It did not finish within ${minutes} minutes.`;
    return null;
  }

  waitedForHost(durationMs: number): void {
    this.startedAtMs += durationMs;
  }

  thought(turn: number, thought: ThinkResult): void {
    recordThought(this.ledger, turn, thought);
    this.usage = addUsage(this.usage, thought.usage);
    this.show({ turns: turn, costUsd: this.current.costUsd + thought.costUsd });
  }

  describeActs(turn: number, thought: ThinkResult): string {
    const tools = thought.calls.map((call) => call.tool).join(', ');
    return `Turn ${turn}: ${tools || 'no tool call'} — ${thought.excerpt}`;
  }

  acted(turn: number, acted: ActResult): void {
    recordActed(this.ledger, turn, acted);
    const steps = acted.calls.map((call) => `${turn}. ${call.isError ? '✗' : '✓'} ${call.summary}`);
    this.show({ steps: [...this.current.steps, ...steps] });
  }

  checked(turn: number, report: CheckReport): void {
    recordVerdict(this.ledger, turn, report);
    this.show(report.phase === 'red' ? { red: report } : { green: report });
  }

  testProven(test: DeclaredTest, snapshot: Snapshot): void {
    this.provenTest = { test, snapshot };
    if (this.current.state === 'reproducing') this.enter('fixing');
  }

  enter(state: AttemptView['state']): void {
    this.show({ state });
    this.ledger.add('state', { state, attempt: this.input.attempt });
    this.tellIssue({
      runId: this.input.runId,
      attempt: this.input.attempt,
      state,
      turns: this.current.turns,
      costUsd: this.current.costUsd,
    });
  }

  /** @throws what the ledger fleet refused */
  throwIfUnrecorded(): void {
    this.ledger.throwIfRefused();
  }

  async settled(): Promise<void> {
    await this.ledger.settled();
  }

  resumePoint(nextTurn: number, previous: TurnResults | null, snapshot: Snapshot | null): AttemptResumePoint {
    return {
      nextTurn,
      startedAtMs: this.startedAtMs,
      costUsd: this.current.costUsd,
      usage: this.usage,
      snapshot,
      previous,
      provenTest: this.provenTest,
      ledgerHead: this.ledger.head,
      steps: this.current.steps.slice(-STEPS_CARRIED),
      red: this.current.red,
      green: this.current.green,
    };
  }

  async finish(outcome: AttemptOutcome): Promise<AttemptResult> {
    this.ledger.add('state', {
      outcome: outcome.kind,
      attempt: this.input.attempt,
      turns: this.current.turns,
    });
    const head = await this.ledger.settled();
    return {
      attempt: this.input.attempt,
      outcome,
      turns: this.current.turns,
      costUsd: this.current.costUsd,
      usage: this.usage,
      lesson: lessonOf(outcome, this.current.steps),
      carriedTest: this.provenTest,
      ledger: { chainId: this.ledger.chainId, head },
    };
  }

  private show(change: Partial<AttemptView>): void {
    this.current = { ...this.current, ...change };
    setCurrentDetails(attemptDetails(this.current));
  }

  /** Nothing waits for it: the issue's comment may lag, and an issue that is gone does not end the attempt. */
  private tellIssue(progress: AttemptProgress): void {
    const { parent } = workflowInfo();
    if (!parent) return;
    getExternalWorkflowHandle(parent.workflowId)
      .signal(SIGNALS.progress, progress)
      .catch(() => undefined);
  }
}
