import type { IssueInput } from '@fixpoint/contracts/commands.ts';
import type { ForgeKind, IssueRef, RepositoryRef } from '@fixpoint/contracts/ids.ts';
import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import type { Label } from '@fixpoint/issue-core/model/label.ts';

/** How one server is reached. `url` has no trailing slash. */
export interface ForgeOptions {
  readonly instance: string;
  readonly url: string;
  readonly botLogin: string;
  readonly apiToken: string;
}

export interface ForgeRepository {
  readonly ref: RepositoryRef;
  readonly defaultBranch: string;
  readonly empty: boolean;
  readonly archived: boolean;
  readonly url: string;
}

export interface ForgeProposal {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly draft: boolean;
  readonly headBranch: string;
  readonly headSha: string;
  readonly baseBranch: string;
}

export interface NewProposal {
  readonly headBranch: string;
  readonly baseBranch: string;
  readonly title: string;
  readonly body: string;
}

export type Permission = 'none' | 'read' | 'write' | 'admin';

/**
 * One forge server as the forge fleet needs it. A repository that was renamed is found again by its id.
 * Everything may throw FixpointError FORGE_UNAVAILABLE, FORGE_RATE_LIMITED, FORGE_UNAUTHORIZED, FORGE_FORBIDDEN,
 * FORGE_NOT_FOUND or FORGE_REFUSED.
 */
export interface Forge {
  readonly botLogin: string;
  getRepository(repository: RepositoryRef): Promise<ForgeRepository>;
  getPermission(repository: RepositoryRef, login: string): Promise<Permission>;
  getIssue(issue: IssueRef): Promise<Issue>;
  /** All comments, oldest first. */
  listComments(issue: IssueRef): Promise<readonly Comment[]>;
  createComment(issue: IssueRef, body: string): Promise<Comment>;
  editComment(issue: IssueRef, commentId: string, body: string): Promise<Comment>;
  /** One that is gone already is no error. */
  deleteComment(issue: IssueRef, commentId: string): Promise<void>;
  /** On a comment, or on the issue itself when `commentId` is null; doing it twice leaves one. */
  addReaction(issue: IssueRef, commentId: string | null, reaction: 'eyes'): Promise<void>;
  /** Creates what is to be added and missing; what is already so stays so. */
  labelIssue(
    issue: IssueRef,
    change: { readonly add: readonly Label[]; readonly remove: readonly string[] },
  ): Promise<void>;
  /** Creates the label when neither the repository nor its owner has it. */
  labelProposal(repository: RepositoryRef, number: number, label: Label): Promise<void>;
  getProposal(repository: RepositoryRef, number: number): Promise<ForgeProposal>;
  findOpenProposalByHead(
    repository: RepositoryRef,
    branches: { readonly headBranch: string; readonly baseBranch: string },
  ): Promise<ForgeProposal | null>;
  createProposal(repository: RepositoryRef, proposal: NewProposal): Promise<ForgeProposal>;
  updateProposal(
    repository: RepositoryRef,
    number: number,
    change: { readonly title?: string; readonly body?: string },
  ): Promise<ForgeProposal>;
}

export type ForgeFactory = (options: ForgeOptions) => Forge;

/** Lower-case names, as Node gives them. */
export type WebhookHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Who a delivery is for: the configured name of the server and the login whose own words never count. */
export interface WebhookIdentity {
  readonly instance: string;
  readonly botLogin: string;
  /** On an issue it asks for a run, as `/ai` does; in any case of letters. */
  readonly triggerLabel: string;
}

/** For a fact about a proposal, `issue.number` is the proposal's number. */
export type ParsedWebhook =
  | { readonly kind: 'input'; readonly input: IssueInput; readonly issue: IssueRef }
  | { readonly kind: 'ignored'; readonly reason: string };

/** How one kind of forge signs and writes its webhooks. */
export interface WebhookFormat {
  verifySignature(headers: WebhookHeaders, rawBody: Uint8Array, secret: string): boolean;
  /** @throws FixpointError INVALID_INPUT when the delivery is not what this forge sends. */
  parseWebhook(headers: WebhookHeaders, rawBody: Uint8Array, identity: WebhookIdentity): ParsedWebhook;
}

export interface ForgeDefinition {
  readonly kind: ForgeKind;
  readonly createForge: ForgeFactory;
  readonly webhooks: WebhookFormat;
}
