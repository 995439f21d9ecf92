import type { BlobRef } from './blobs.ts';
import type { IssueRef, RepositoryRef } from './ids.ts';
import type { LabelName } from './labels.ts';
import type { CheckReport } from './sandbox-activities.ts';
import type { IssueState } from './states.ts';

/** The issue as people wrote it: data for the model, never instructions to Fixpoint. */
export interface IssueText {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly comments: readonly { readonly author: string; readonly at: string; readonly body: string }[];
}

export interface CapturedIssue {
  /** JSON `IssueText`. */
  readonly text: BlobRef;
  /** At most 200 characters. */
  readonly title: string;
  readonly open: boolean;
}

/** What the one status comment of a run shows. */
export interface RunStatus {
  readonly state: IssueState;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly turns: number;
  readonly costUsd: number;
  readonly proposalUrl: string | null;
}

/** A new comment, because edits notify nobody. */
export type Notice =
  | { readonly kind: 'needs-go'; readonly author: string }
  | { readonly kind: 'question'; readonly question: string }
  | {
      readonly kind: 'blocked';
      readonly reason: string;
      readonly tried: readonly {
        readonly attempt: number;
        readonly result: string;
        readonly excerpt: string;
      }[];
    }
  | { readonly kind: 'proposed'; readonly proposalUrl: string; readonly proposalNumber: number }
  | { readonly kind: 'stopped'; readonly by: string }
  | { readonly kind: 'nothing-to-stop' }
  | { readonly kind: 'help' };

export interface OpenProposalRequest {
  readonly issue: IssueRef;
  readonly runId: string;
  readonly workflowId: string;
  readonly branch: string;
  readonly defaultBranch: string;
  readonly baseSha: string;
  readonly headSha: string;
  readonly title: string;
  /** JSON `ProposalContent`. */
  readonly content: ProposalContent;
}

export interface ProposalContent {
  readonly summary: string;
  readonly red: CheckReport;
  readonly green: CheckReport;
  readonly attempts: number;
  readonly turns: number;
  readonly costUsd: number;
  readonly ledger: { readonly chainId: string; readonly sequence: number; readonly hash: string };
}

export interface OpenedProposal {
  readonly number: number;
  readonly url: string;
}

/** Speaks to the forge's API; touches no repository content. Every effect is keyed: twice leaves one. */
export interface ForgeActivities {
  captureIssue(request: { readonly issue: IssueRef }): Promise<CapturedIssue>;
  readPermission(request: {
    readonly repository: RepositoryRef;
    readonly login: string;
  }): Promise<{ readonly canWrite: boolean }>;
  /** 👀 on the comment, or on the issue when the command was in its body. */
  acknowledge(request: { readonly issue: IssueRef; readonly commentId: string | null }): Promise<void>;
  upsertStatus(request: {
    readonly issue: IssueRef;
    readonly runId: string;
    readonly status: RunStatus;
  }): Promise<{ readonly commentId: string; readonly url: string }>;
  postNotice(request: {
    readonly issue: IssueRef;
    /** Names the comment for ever: a notice is posted once per key. */
    readonly key: string;
    readonly notice: Notice;
  }): Promise<{ readonly commentId: string; readonly url: string }>;
  setLabels(request: {
    readonly issue: IssueRef;
    readonly add: readonly LabelName[];
    readonly remove: readonly LabelName[];
  }): Promise<void>;
  openProposal(request: OpenProposalRequest): Promise<OpenedProposal>;
}
