import type { ForgeUser, IssueInput } from '@fixpoint/contracts/commands.ts';
import type { ForgeKind, IssueRef, RepositoryRef } from '@fixpoint/contracts/ids.ts';

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

export interface ForgeIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: ForgeUser;
  readonly open: boolean;
  readonly labels: readonly string[];
  readonly url: string;
}

export interface ForgeComment {
  readonly id: string;
  readonly body: string;
  readonly author: ForgeUser;
  /** ISO 8601 */
  readonly at: string;
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

export interface ForgeLabel {
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly description: string;
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
  getIssue(issue: IssueRef): Promise<ForgeIssue>;
  /** All comments, oldest first. */
  listComments(issue: IssueRef): Promise<readonly ForgeComment[]>;
  createComment(issue: IssueRef, body: string): Promise<ForgeComment>;
  editComment(issue: IssueRef, commentId: string, body: string): Promise<ForgeComment>;
  /** One that is gone already is no error. */
  deleteComment(issue: IssueRef, commentId: string): Promise<void>;
  /** On a comment, or on the issue itself when `commentId` is null; doing it twice leaves one. */
  addReaction(issue: IssueRef, commentId: string | null, reaction: 'eyes'): Promise<void>;
  /** Creates the label when neither the repository nor its owner has it. */
  ensureLabel(repository: RepositoryRef, label: ForgeLabel): Promise<void>;
  /** The labels have to exist. Proposals share the numbers of issues. */
  addLabels(issue: IssueRef, names: readonly string[]): Promise<void>;
  removeLabels(issue: IssueRef, names: readonly string[]): Promise<void>;
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
