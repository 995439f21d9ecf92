import type { JsonObject } from '@fixpoint/contracts/json.ts';
import type { CapabilityTable } from '../backend/capabilities.ts';
import type { BackendCheck, Page, Sort, TotalWanted } from '../backend/port.ts';
import type { Agent, AgentState, Claim, EventsPage, EventsRequest, NewAgent } from '../coordination/port.ts';
import type { Attachment, Comment } from '../model/comment.ts';
import type { CloseReason, Issue, IssueChange, NewIssue } from '../model/issue.ts';
import type { Label, Milestone, MilestoneChange, User } from '../model/label.ts';
import type { Link } from '../model/link.ts';
import type { IssueFacts, Query } from '../query/ast.ts';
import type { DuplicateCandidate } from './similarity.ts';

/** Of every write to an issue. */
export interface TrackerWrite {
  /** The token of the claim under which it is written; a stale one is refused (`write-rule.ts`). */
  readonly fencingToken?: number;
  /** Makes creating the same thing twice harmless: `[A-Za-z0-9_-]{1,64}`. */
  readonly operationId?: string;
  readonly signal?: AbortSignal;
}

export interface ListOptions {
  /** Text is parsed as the query language (`query/parse.ts`); everything when left out. */
  readonly query?: Query | string;
  /** The newest first when left out. */
  readonly sort?: Sort;
  /** 1 to 10,000; 30 when left out. A page with fewer may have a `next`. */
  readonly limit?: number;
  readonly cursor?: string | null;
  /** `exact` when left out: to count all takes a large local store longer than to find a page. */
  readonly total?: TotalWanted;
  readonly signal?: AbortSignal;
}

export interface PageOptions {
  readonly limit?: number;
  readonly cursor?: string | null;
}

/** An issue with what only coordination knows. */
export interface IssueDetail {
  readonly issue: Issue;
  readonly links: readonly Link[];
  readonly claim: Claim | null;
  readonly deferredUntil: string | null;
  readonly agentStates: readonly AgentState[];
}

export interface IssueEdit extends IssueChange {
  /** All labels that it shall have; told to the tracker as what is to be added and removed. Not together with deltas. */
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  /** Refused with EDIT_CONFLICT when the issue was changed since. */
  readonly expectedUpdatedAt?: string;
}

export interface CloseOptions {
  /** `completed` when left out. */
  readonly reason?: CloseReason;
  readonly comment?: string;
}

export interface ClaimOptions {
  /** 1 s to 24 h; 15 min when left out. */
  readonly ttlMs?: number;
  readonly takeover?: boolean;
}

export interface ReadyOptions {
  /** 1 to 100; 10 when left out. With `claim`, that many are tried for, and one is taken. */
  readonly limit?: number;
  /** Only issues that it fits. */
  readonly query?: Query | string;
  /** Takes the first that is free, in the same operation. */
  readonly claim?: { readonly ttlMs?: number };
  readonly signal?: AbortSignal;
}

export interface ReadyIssue {
  readonly issue: Issue;
  /** Null when none was asked for. */
  readonly claim: Claim | null;
}

export type BulkSelection = { readonly numbers: readonly number[] } | { readonly query: Query | string };

export type BulkResult =
  | { readonly number: number; readonly ok: true; readonly issue: Issue }
  | {
      readonly number: number;
      readonly ok: false;
      readonly error: { readonly code: string; readonly message: string };
    };

export interface BulkReport {
  readonly results: readonly BulkResult[];
  readonly failed: number;
  /** More fit the query than one call edits (1,000); call again. */
  readonly more: boolean;
}

/**
 * One tracker, as people, agents, CLI, REST and MCP use it: the backend and what is kept beside it as one. Every write is
 * checked against claims (`write-rule.ts`), refused in read-only mode, and reported as an event.
 *
 * Besides the errors of the backend and of coordination, every method may throw FixpointError INVALID_INPUT; every write
 * READ_ONLY, CLAIM_LOST, CLAIM_HELD, and UNSUPPORTED where the capability table says so — before anything is asked of the tracker.
 */
export interface Tracker {
  readonly backendName: string;
  readonly kind: string;
  readonly capabilities: CapabilityTable;
  readonly agent: string;
  readonly readOnly: boolean;
  check(): Promise<BackendCheck>;

  /** `total` is null unless it is wanted and known for certain. @throws FixpointError QUERY_INVALID */
  list(options?: ListOptions): Promise<Page<Issue>>;
  get(number: number): Promise<Issue>;
  show(number: number): Promise<IssueDetail>;
  /** What queries may ask about an issue that it does not say itself. */
  facts(number: number): Promise<IssueFacts>;
  create(issue: NewIssue, write?: TrackerWrite): Promise<Issue>;
  /** Only what differs from the issue as it is now is sent. @throws FixpointError EDIT_CONFLICT */
  edit(number: number, edit: IssueEdit, write?: TrackerWrite): Promise<Issue>;
  close(number: number, options?: CloseOptions, write?: TrackerWrite): Promise<Issue>;
  reopen(number: number, options?: { readonly comment?: string }, write?: TrackerWrite): Promise<Issue>;
  delete(number: number, write?: TrackerWrite): Promise<void>;
  /** One that fails does not stop the others. */
  editMany(selection: BulkSelection, edit: IssueEdit, options?: TrackerWrite): Promise<BulkReport>;
  assign(number: number, logins: readonly string[], write?: TrackerWrite): Promise<Issue>;
  unassign(number: number, logins: readonly string[], write?: TrackerWrite): Promise<Issue>;

  /** Oldest first. */
  listComments(number: number, options?: PageOptions): Promise<Page<Comment>>;
  comment(number: number, body: string, write?: TrackerWrite): Promise<Comment>;
  editComment(number: number, commentId: string, body: string, write?: TrackerWrite): Promise<Comment>;
  deleteComment(number: number, commentId: string, write?: TrackerWrite): Promise<void>;

  listLabels(options?: PageOptions): Promise<Page<Label>>;
  saveLabel(label: Label): Promise<Label>;
  renameLabel(name: string, newName: string): Promise<Label>;
  deleteLabel(name: string): Promise<void>;
  listMilestones(options?: PageOptions): Promise<Page<Milestone>>;
  createMilestone(milestone: MilestoneChange & { readonly title: string }): Promise<Milestone>;
  updateMilestone(id: string, change: MilestoneChange): Promise<Milestone>;
  deleteMilestone(id: string): Promise<void>;
  listUsers(options?: PageOptions): Promise<Page<User>>;
  currentUser(): Promise<User>;

  /** Those of the tracker and those kept beside it. */
  links(number: number): Promise<readonly Link[]>;
  /** @throws FixpointError LINK_CYCLE when parents and blockers would go in a circle, wherever they are kept */
  link(number: number, link: Link, write?: TrackerWrite): Promise<void>;
  unlink(number: number, link: Link, write?: TrackerWrite): Promise<void>;

  /**
   * What can be worked on: open (or in progress under a claim that ran out, because its agent died), not blocked (itself or
   * through a parent), held by nobody, not deferred; the most urgent first, then the oldest. With `claim`, the first that nobody else takes meanwhile is claimed; none when nothing is ready.
   */
  ready(options?: ReadyOptions): Promise<readonly ReadyIssue[]>;
  /**
   * A closed issue can only be taken over, from somebody else who still holds it: to open it again.
   *
   * @throws FixpointError CLAIM_HELD; ISSUE_NOT_FOUND or FORGE_NOT_FOUND; INVALID_INPUT when the issue is closed
   */
  claim(number: number, options?: ClaimOptions): Promise<Claim>;
  /** @throws FixpointError CLAIM_LOST; CLAIM_HELD when another agent holds it with this token */
  heartbeat(number: number, token: number): Promise<Claim>;
  /** False when the claim was lost already. @throws FixpointError CLAIM_HELD, likewise */
  release(number: number, token: number): Promise<boolean>;
  claims(): Promise<readonly Claim[]>;
  /** Null while nobody holds it. */
  claimOf(number: number): Promise<Claim | null>;
  /** Keeps it out of the ready queue until then; null ends that. */
  defer(number: number, until: string | null, write?: TrackerWrite): Promise<void>;

  setAgentState(
    number: number,
    state: JsonObject,
    options?: TrackerWrite & { readonly expectedRevision?: number },
  ): Promise<AgentState>;
  /** Of this agent, or of another. */
  getAgentState(number: number, agent?: string): Promise<AgentState | null>;
  listAgentStates(number: number): Promise<readonly AgentState[]>;
  registerAgent(agent: NewAgent): Promise<Agent>;
  listAgents(): Promise<readonly Agent[]>;

  /** Of this tracker only. */
  events(request: Omit<EventsRequest, 'backend'>): Promise<EventsPage>;
  waitForEvents(
    request: Omit<EventsRequest, 'backend'>,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<EventsPage>;

  /** The number of the newest event, of whichever tracker of the store; 0 when nothing happened yet. */
  lastSeq(): Promise<number>;

  listAttachments(number: number): Promise<readonly Attachment[]>;
  /** At most 10 MiB. */
  readAttachment(number: number, attachmentId: string): Promise<Uint8Array>;
  attach(
    number: number,
    file: { readonly name: string; readonly bytes: Uint8Array },
    write?: TrackerWrite,
  ): Promise<Attachment>;

  /** Open issues that say much the same, the most alike first. */
  findDuplicates(
    text: { readonly title: string; readonly body?: string },
    options?: { readonly limit?: number; readonly threshold?: number; readonly signal?: AbortSignal },
  ): Promise<readonly DuplicateCandidate[]>;
}
