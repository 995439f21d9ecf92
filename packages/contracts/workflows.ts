import type { TokenUsage, TurnResults } from './agent-activities.ts';
import type { BlobRef } from './blobs.ts';
import type { IssueInput } from './commands.ts';
import type { PreparedBase } from './git-activities.ts';
import type { IssueRef } from './ids.ts';
import type { LedgerHead } from './ledger.ts';
import type { RunLimits } from './limits.ts';
import type { DeclaredTest } from './project.ts';
import type { CheckReport, Snapshot } from './sandbox-activities.ts';
import type { IssueState } from './states.ts';

/** Workflow types and message names, in one place because a mismatch would be silent. */
export const WORKFLOW_TYPES = {
  issue: 'issueWorkflow',
  attempt: 'attemptWorkflow',
  sync: 'syncIssues',
} as const;
export const SIGNALS = {
  input: 'input',
  workspaceReady: 'workspaceReady',
  progress: 'attemptProgress',
} as const;
export const QUERIES = { view: 'view' } as const;

/** Undecided inputs per issue that are kept; what is beyond is dropped, and the issue says so in its view. */
export const MAX_PENDING_INPUTS = 100;

export interface IssueWorkflowInput {
  readonly issue: IssueRef;
  readonly limits: RunLimits;
  /** What continue-as-new carries over; absent at the first start. */
  readonly carried?: CarriedIssue;
  /** Starts the history anew after so many inputs, idle, whatever its length; for tests. */
  readonly continueAsNewAfterInputs?: number;
  /** The same for each attempt, counted in turns. */
  readonly continueAsNewAfterTurns?: number;
}

export interface CarriedIssue {
  readonly head: LedgerHead;
  readonly runs: number;
  readonly inputs: number;
  /** What was last shown; its run's status comment is edited on. */
  readonly view: IssueView;
  /** The label `agent-blocked` stands on the issue. */
  readonly labelled: boolean;
  /** A run that waits for `/ai go`. */
  readonly awaitingGo: IssueInput | null;
}

/** What a query, the console and `./fixpoint runs` see of an issue's workflow. */
export interface IssueView {
  readonly issue: IssueRef;
  readonly state: IssueState;
  readonly runId: string | null;
  readonly attempt: number;
  readonly turns: number;
  readonly costUsd: number;
  readonly usage: TokenUsage;
  readonly proposal: { readonly number: number; readonly url: string } | null;
  readonly branch: string | null;
  readonly baseSha: string | null;
  readonly headSha: string | null;
  readonly red: CheckReport | null;
  readonly green: CheckReport | null;
  readonly ledger: LedgerHead;
  /** Entries of this chain and of the chains of its attempts that have ended. */
  readonly ledgerEntries: number;
  readonly reason: string | null;
  readonly droppedInputs: number;
}

/** What a query sees of a running attempt. */
export interface AttemptView {
  readonly attempt: number;
  readonly state: 'reproducing' | 'fixing' | 'checking';
  readonly turns: number;
  readonly costUsd: number;
  /** One line a step, oldest first. */
  readonly steps: readonly string[];
  readonly red: CheckReport | null;
  readonly green: CheckReport | null;
}

export interface AttemptWorkflowInput {
  readonly issue: IssueRef;
  readonly runId: string;
  readonly attempt: number;
  readonly base: PreparedBase;
  /** JSON `IssueText`. */
  readonly issueText: BlobRef;
  readonly limits: RunLimits;
  /** What this attempt may still spend. */
  readonly remainingCostUsd: number;
  readonly lesson: string | null;
  readonly carriedTest: CarriedTest | null;
  /** Set by continue-as-new: where to go on. */
  readonly resume?: AttemptResumePoint;
  /** Starts the history anew after so many turns, whatever its length; for tests. */
  readonly continueAsNewAfterTurns?: number;
}

/** All that a long attempt takes along when its history starts anew between two turns. */
export interface AttemptResumePoint {
  readonly nextTurn: number;
  /** Workflow time, milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly costUsd: number;
  readonly usage: TokenUsage;
  readonly snapshot: Snapshot | null;
  readonly previous: TurnResults | null;
  readonly provenTest: CarriedTest | null;
  readonly ledgerHead: LedgerHead | null;
  /** The last ones shown, and the last checks. */
  readonly steps: readonly string[];
  readonly red: CheckReport | null;
  readonly green: CheckReport | null;
}

export interface CarriedTest {
  readonly test: DeclaredTest;
  readonly snapshot: Snapshot;
}

/** Sent by an attempt to its issue, so that the status comment and the view follow it. */
export interface AttemptProgress {
  readonly runId: string;
  readonly attempt: number;
  readonly state: Extract<IssueState, 'reproducing' | 'fixing' | 'checking'>;
  readonly turns: number;
  readonly costUsd: number;
}

export type AttemptOutcome =
  | {
      readonly kind: 'accepted';
      readonly head: Snapshot;
      readonly title: string;
      readonly summary: string;
      readonly red: CheckReport;
      readonly green: CheckReport;
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly report: CheckReport }
  | { readonly kind: 'limit'; readonly reason: string }
  | { readonly kind: 'gave-up'; readonly reason: string }
  | { readonly kind: 'asked'; readonly question: string }
  /** Cancelled from outside. */
  | { readonly kind: 'stopped' }
  /** A step failed for good, so that a further attempt would too. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface AttemptResult {
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  readonly turns: number;
  readonly costUsd: number;
  readonly usage: TokenUsage;
  /** For the next attempt: what failed, in a bounded excerpt. */
  readonly lesson: string;
  readonly carriedTest: CarriedTest | null;
  /** The attempt's own ledger chain, which its issue records. */
  readonly ledger: { readonly chainId: string; readonly head: LedgerHead };
}
