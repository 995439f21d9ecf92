import type { Attachment, Comment } from '../model/comment.ts';
import type { Issue, IssueChange, NewIssue } from '../model/issue.ts';
import type { Label, Milestone, MilestoneChange, User } from '../model/label.ts';
import type { Link } from '../model/link.ts';
import type { Query } from '../query/ast.ts';
import type { CapabilityTable } from './capabilities.ts';
import type { HoldWrites } from './held-writes.ts';

/** One page; `next` goes into the following request, and is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  /** Over all pages; null where the tracker does not say, or says what cannot be trusted, and where nobody wants it. */
  readonly total: number | null;
}

/** Whether `Page.total` is wanted: to count all takes the local store longer than to find a page. */
export type TotalWanted = 'exact' | 'none';

export const SORT_FIELDS = ['number', 'created', 'updated', 'priority'] as const;

export interface Sort {
  readonly field: (typeof SORT_FIELDS)[number];
  readonly descending: boolean;
}

export interface ListRequest {
  /** May be answered with more than it asks for: whoever calls filters again (`query/matches.ts`). */
  readonly query: Query;
  readonly sort: Sort;
  /** At most this many on a page; a backend may give fewer and still have a `next`. */
  readonly pageSize: number;
  readonly cursor: string | null;
  /** `exact` when left out. With `none` the total is null or, where it costs nothing, nevertheless exact. */
  readonly total?: TotalWanted;
  /** Numbers of issues that are of no use to whoever asks: a backend may leave them out of the items. */
  readonly except?: readonly number[];
  /** Of issues in progress only these are of use to whoever asks, likewise; all of them when left out. */
  readonly inProgress?: readonly number[];
}

/**
 * Where a sync stands in a stream of changes, in the tracker's own clock. Opaque to whoever keeps it; null means from the
 * beginning.
 */
export type ChangeCursor = string;

export interface ChangesPage<T> {
  readonly items: readonly T[];
  /** Where to go on, after this page was dealt with; never behind what a concurrent edit could move. */
  readonly cursor: ChangeCursor;
  /** No more for now. */
  readonly done: boolean;
  /**
   * Stamps up to this one are over by the tracker's clock: whatever changes from now on bears a later one. Left out where
   * the tracker does not tell the time.
   */
  readonly overUntil?: string;
}

export interface BackendCheck {
  readonly login: string;
  /** `owner/name`, or the path of the local store. */
  readonly target: string;
  readonly canWrite: boolean;
  readonly version: string | null;
}

/** Of every write: what makes doing it twice harmless, and when to stop. */
export interface WriteOptions {
  /**
   * Put into what is created, invisibly to people (`backend/marker.ts`), so that it is found again after an answer was lost.
   * A backend with a key of its own for this (the local one) keeps it there.
   */
  readonly operationId?: string;
  readonly signal?: AbortSignal;
  /**
   * For a store that keeps others from writing while it writes: run then, before anything is written. When it throws, nothing
   * is, and the write fails with its error. Forges have no such moment, and take no notice.
   */
  readonly precondition?: () => void;
}

/**
 * One issue tracker, bound to one repository (or one local store). Numbers are those of the tracker.
 * Everything may throw FixpointError with the codes FORGE_UNAVAILABLE, FORGE_RATE_LIMITED, FORGE_UNAUTHORIZED,
 * FORGE_FORBIDDEN, FORGE_NOT_FOUND, FORGE_REFUSED, and UNSUPPORTED where the capability table says so.
 */
export interface IssueBackend {
  /** The kind that the registry knows: `local`, `gitea`, `github`, `gitlab`. */
  readonly kind: string;
  readonly capabilities: CapabilityTable;
  /** No two writes bear the same stamp, and whatever changes about an issue stamps it: reading it once is enough. */
  readonly uniqueStamps?: boolean;
  /** Of a store in this process, for those who write much at once. */
  readonly hold?: HoldWrites;
  /** Whether it can be reached and used, asked of the tracker itself. */
  check(): Promise<BackendCheck>;

  listIssues(request: ListRequest): Promise<Page<Issue>>;
  getIssue(number: number): Promise<Issue>;
  createIssue(issue: NewIssue, options?: WriteOptions): Promise<Issue>;
  /** Answers with the issue as the tracker has it afterwards, read back. */
  updateIssue(number: number, change: IssueChange, options?: WriteOptions): Promise<Issue>;
  deleteIssue(number: number, options?: WriteOptions): Promise<void>;
  /** The issue that was created under this operation id, if any. */
  findCreatedIssue(operationId: string): Promise<Issue | null>;

  /** Of one issue, oldest first. */
  listComments(issueNumber: number, cursor: string | null): Promise<Page<Comment>>;
  createComment(issueNumber: number, body: string, options?: WriteOptions): Promise<Comment>;
  updateComment(
    issueNumber: number,
    commentId: string,
    body: string,
    options?: WriteOptions,
  ): Promise<Comment>;
  deleteComment(issueNumber: number, commentId: string, options?: WriteOptions): Promise<void>;
  findCreatedComment(issueNumber: number, operationId: string): Promise<Comment | null>;

  listLabels(cursor: string | null): Promise<Page<Label>>;
  /** Creates it, or changes color and description of the one that has this name. */
  saveLabel(label: Label, options?: WriteOptions): Promise<Label>;
  renameLabel(name: string, newName: string, options?: WriteOptions): Promise<Label>;
  deleteLabel(name: string, options?: WriteOptions): Promise<void>;

  listMilestones(cursor: string | null): Promise<Page<Milestone>>;
  createMilestone(
    milestone: MilestoneChange & { readonly title: string },
    options?: WriteOptions,
  ): Promise<Milestone>;
  updateMilestone(id: string, change: MilestoneChange, options?: WriteOptions): Promise<Milestone>;
  deleteMilestone(id: string, options?: WriteOptions): Promise<void>;

  /** Those to whom an issue can be assigned. */
  listUsers(cursor: string | null): Promise<Page<User>>;
  currentUser(): Promise<User>;

  listLinks(issueNumber: number): Promise<readonly Link[]>;
  /** Doing it twice leaves one. */
  addLink(issueNumber: number, link: Link, options?: WriteOptions): Promise<void>;
  /** Nothing to remove is no error. */
  removeLink(issueNumber: number, link: Link, options?: WriteOptions): Promise<void>;

  listAttachments(issueNumber: number): Promise<readonly Attachment[]>;
  addAttachment(
    issueNumber: number,
    file: { readonly name: string; readonly bytes: Uint8Array },
    options?: WriteOptions,
  ): Promise<Attachment>;
  /** The bytes of one; FORGE_REFUSED when they are more than MAX_ATTACHMENT_BYTES. */
  readAttachment(issueNumber: number, attachmentId: string): Promise<Uint8Array>;

  /**
   * Issues that changed, of every state, each at least once; what is deleted does not appear. A cursor that was read to its end
   * brings again what changed in the last ten seconds before it at most.
   */
  changedIssues(cursor: ChangeCursor | null, pageSize: number): Promise<ChangesPage<Issue>>;
  /** Comments that changed; UNSUPPORTED where only those of one issue can be asked for. */
  changedComments(cursor: ChangeCursor | null, pageSize: number): Promise<ChangesPage<Comment>>;
  /** Whether the repository can still be read: before a missing issue is taken for a deleted one. */
  isReadable(): Promise<boolean>;

  close(): Promise<void>;
}
