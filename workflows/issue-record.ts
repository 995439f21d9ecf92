import { addUsage, NO_USAGE } from '@fixpoint/contracts/agent-activities.ts';
import type { Notice } from '@fixpoint/contracts/forge-activities.ts';
import type { IssueRef } from '@fixpoint/contracts/ids.ts';
import type { JsonObject } from '@fixpoint/contracts/json.ts';
import type { LabelName } from '@fixpoint/contracts/labels.ts';
import { LABELS } from '@fixpoint/contracts/labels.ts';
import type { LedgerHead, LedgerKind } from '@fixpoint/contracts/ledger.ts';
import { SEARCH_ATTRIBUTES } from '@fixpoint/contracts/search-attributes.ts';
import type { IssueState } from '@fixpoint/contracts/states.ts';
import type {
  AttemptProgress,
  AttemptResult,
  CarriedIssue,
  IssueView,
  IssueWorkflowInput,
} from '@fixpoint/contracts/workflows.ts';
import { defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { forge } from './fleets.ts';
import { issueDetails } from './issue-details.ts';
import { LedgerWriter } from './ledger-writer.ts';
import { StatusComment } from './status-comment.ts';

/** Few records, which somebody may be waiting to see. */
const LEDGER_BATCH_SIZE = 1;

const stateKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.state.name, 'KEYWORD');
const attemptKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.attempt.name, 'INT');

/** What is known of an issue while its workflow lives: the view, the ledger, and what people see of it. */
export class IssueRecord {
  readonly ledger: LedgerWriter;
  runs: number;
  /** How many inputs this chain has looked at. */
  inputs: number;
  private turnsBefore = 0;
  private costBeforeUsd = 0;
  /** The label `agent-blocked` stands on the issue. */
  labelled: boolean;
  private attemptRuns = false;
  private attemptEntries: number;
  private readonly input: IssueWorkflowInput;
  private current: IssueView;
  private status: StatusComment | null = null;

  constructor(input: IssueWorkflowInput) {
    const { carried } = input;
    this.input = input;
    this.ledger = new LedgerWriter(LEDGER_BATCH_SIZE, carried?.head);
    this.runs = carried?.runs ?? 0;
    this.inputs = carried?.inputs ?? 0;
    this.labelled = carried?.labelled ?? false;
    this.current = carried?.view ?? unseen(input.issue, this.ledger.head);
    this.attemptEntries = this.current.ledgerEntries - this.current.ledger.sequence;
    if (this.current.runId) this.status = new StatusComment(input.issue, this.current.runId);
  }

  get view(): IssueView {
    const ledger = this.ledger.head;
    return { ...this.current, ledger, ledgerEntries: ledger.sequence + this.attemptEntries };
  }

  /** A new run begins: what the run before showed is gone from the view, its comment stays as it is. */
  beginRun(runId: string): void {
    this.attemptEntries = 0;
    this.status = new StatusComment(this.input.issue, runId);
    this.show({
      runId,
      attempt: 0,
      turns: 0,
      costUsd: 0,
      usage: NO_USAGE,
      branch: null,
      headSha: null,
      red: null,
      green: null,
      reason: null,
    });
  }

  beginAttempt(attempt: number): void {
    this.attemptRuns = true;
    this.turnsBefore = this.current.turns;
    this.costBeforeUsd = this.current.costUsd;
    this.show({ attempt });
  }

  /** However it ended; what it tells of its progress after that comes too late. */
  attemptOver(): void {
    this.attemptRuns = false;
  }

  /** What a running attempt tells, for the status comment. */
  progressed({ runId, attempt, state, turns, costUsd }: AttemptProgress): void {
    if (!this.attemptRuns || runId !== this.current.runId || attempt !== this.current.attempt) return;
    this.enter(state, { turns: this.turnsBefore + turns, costUsd: this.costBeforeUsd + costUsd });
  }

  /** What the attempt spent counts for the run, and its chain is anchored in this one. */
  endAttempt(result: AttemptResult): void {
    this.attemptEntries += result.ledger.head.sequence;
    this.show({
      turns: this.turnsBefore + result.turns,
      costUsd: this.costBeforeUsd + result.costUsd,
      usage: addUsage(this.current.usage, result.usage),
    });
    const { chainId, head } = result.ledger;
    this.write('child', {
      attempt: result.attempt,
      outcome: result.outcome.kind,
      turns: result.turns,
      costUsd: result.costUsd,
      chainId,
      entries: head.sequence,
      head: head.hash,
    });
  }

  enter(state: IssueState, change: Partial<IssueView> = {}): void {
    const changed = state !== this.current.state;
    this.show({ ...change, state });
    if (changed) this.write('state', { state, runId: this.current.runId, reason: this.current.reason });
    upsertSearchAttributes([
      { key: stateKey, value: state },
      { key: attemptKey, value: this.current.attempt },
    ]);
    this.status?.show({
      state,
      attempt: this.current.attempt,
      maxAttempts: this.input.limits.maxAttempts,
      turns: this.current.turns,
      costUsd: this.current.costUsd,
      proposalUrl: this.current.proposal?.url ?? null,
    });
  }

  show(change: Partial<IssueView>): void {
    this.current = { ...this.current, ...change };
    setCurrentDetails(issueDetails(this.view));
  }

  write(kind: LedgerKind, body: JsonObject): void {
    this.ledger.add(kind, body);
  }

  /** The status comment is up to date. */
  async shown(): Promise<void> {
    await this.status?.settled();
  }

  /** Everything that people can see stands: the status comment is up to date and the ledger is written. */
  async settled(): Promise<void> {
    await this.status?.settled();
    await this.ledger.settled();
  }

  async notify(key: string, notice: Notice): Promise<void> {
    const posted = await forge(`Comment: ${notice.kind}`).postNotice({
      issue: this.input.issue,
      key,
      notice,
    });
    this.write('effect', { effect: 'comment', key, kind: notice.kind, url: posted.url });
  }

  async setBlockedLabel(wanted: boolean): Promise<void> {
    const label: readonly LabelName[] = [LABELS.blocked.name];
    await forge(`Label ${LABELS.blocked.name}: ${wanted ? 'add' : 'remove'}`).setLabels({
      issue: this.input.issue,
      add: wanted ? label : [],
      remove: wanted ? [] : label,
    });
    this.labelled = wanted;
    this.write('effect', { effect: 'label', label: LABELS.blocked.name, added: wanted });
  }

  carry(awaitingGo: CarriedIssue['awaitingGo']): CarriedIssue {
    const { view, labelled, runs, inputs } = this;
    return { head: this.ledger.head, runs, inputs, view, labelled, awaitingGo };
  }
}

function unseen(issue: IssueRef, ledger: LedgerHead): IssueView {
  return {
    issue,
    state: 'queued',
    runId: null,
    attempt: 0,
    turns: 0,
    costUsd: 0,
    usage: NO_USAGE,
    proposal: null,
    branch: null,
    baseSha: null,
    headSha: null,
    red: null,
    green: null,
    ledger,
    ledgerEntries: ledger.sequence,
    reason: null,
    droppedInputs: 0,
  };
}
