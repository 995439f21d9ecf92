import type { JsonObject } from '@fixpoint/contracts/json.ts';
import type { CloseReason } from '../model/issue.ts';
import type { Link } from '../model/link.ts';
import type { CoordinationEvent, EventType, NewEvent } from './event.ts';

/** An issue of one of several trackers; `backend` is the name under which the tracker is configured. */
export interface IssueKey {
  readonly backend: string;
  readonly issue: number;
}

/** Somebody who acts: its name is `[a-z0-9][a-z0-9._-]{0,63}`. */
export interface NewAgent {
  readonly name: string;
  readonly kind: 'human' | 'agent';
  /** What it is there for, such as `coder` or `reviewer`; names as those of agents. */
  readonly roles: readonly string[];
}

export interface Agent extends NewAgent {
  readonly registeredAt: string;
}

export const DEFAULT_CLAIM_TTL_MS = 15 * 60_000;
export const MIN_CLAIM_TTL_MS = 1_000;
export const MAX_CLAIM_TTL_MS = 24 * 60 * 60_000;

/** A claim, named by its fencing token. */
export interface ClaimKey extends IssueKey {
  readonly token: number;
}

/** A lease that is not over. Times are ISO 8601. */
export interface Claim extends ClaimKey {
  readonly agent: string;
  readonly claimedAt: string;
  /** From this moment on it is over. */
  readonly expiresAt: string;
  /** A third of its time to live. */
  readonly heartbeatEveryMs: number;
}

export interface ClaimRequest extends IssueKey {
  readonly agent: string;
  /** 1 s to 24 h; 15 min when left out. */
  readonly ttlMs?: number;
  /** Takes the issue from whoever holds it, even from the same agent (one that was started anew fences its old self off). */
  readonly takeover?: boolean;
}

/** Of what is written about an issue. */
export interface CoordinationWrite {
  /** Run in the transaction that writes, before anything is written; when it throws, nothing is. */
  readonly precondition?: () => void;
}

/** A claim that was just made, and what it found. */
export interface TakenClaim extends Claim {
  /** The lease before it had run out, and nobody had settled it. */
  readonly wasAbandoned: boolean;
}

export interface ClaimFirstRequest {
  readonly backend: string;
  readonly agent: string;
  readonly ttlMs?: number;
  /** In the order in which they are wanted; at most 1,000. */
  readonly candidates: readonly number[];
}

/** What an agent notes about an issue, for itself and others. */
export interface AgentState extends IssueKey {
  readonly agent: string;
  readonly state: JsonObject;
  /** 1, 2, 3 … */
  readonly revision: number;
  readonly updatedAt: string;
}

export interface EventsRequest {
  /** Events behind this one; null is from the oldest that is kept. */
  readonly after: number | null;
  /** 1 to 1,000. */
  readonly limit: number;
  readonly types?: readonly EventType[];
  readonly backend?: string;
  readonly issue?: number;
}

export interface EventsPage {
  readonly events: readonly CoordinationEvent[];
  /** Where to go on: the `after` of the next request. */
  readonly cursor: number;
}

/**
 * What agents share beside any tracker: who they are, who works on what, and what happened. Bound to one store; keyed by
 * backend and issue, so that it serves every tracker.
 *
 * Can be built on inserts alone: a claim is decided by the insert of (backend, issue, token + 1), a state by (backend,
 * issue, agent, revision + 1), an event by (seq + 1); whoever comes second reads again.
 *
 * @throws FixpointError INVALID_INPUT from every method whose arguments are out of bounds, and LOCAL_STORE_FAILED,
 * LOCAL_STORE_BUSY or STORE_UNAVAILABLE when the store cannot be used
 */
export interface Coordination {
  /** Who is registered already gets the new kind and roles. */
  registerAgent(agent: NewAgent): Promise<Agent>;
  getAgent(name: string): Promise<Agent | null>;
  /** By name. */
  listAgents(): Promise<readonly Agent[]>;

  /**
   * Takes an issue for a time. Who holds it already keeps its token and gets the whole time again; a lease that ran out is
   * free for everybody, and whoever takes it gets the next token. An agent that nobody registered is registered by this.
   *
   * @throws FixpointError CLAIM_HELD, with holder and expiry, while somebody else holds it
   */
  claim(request: ClaimRequest): Promise<Claim>;
  /** Takes the first of these that nobody holds, in one step; null when all are held. */
  claimFirst(request: ClaimFirstRequest): Promise<TakenClaim | null>;
  /** Gives the lease its whole time again. @throws FixpointError CLAIM_LOST when it is over or another's */
  heartbeat(claim: ClaimKey): Promise<Claim>;
  /** False, and nothing happens, when the claim is over or another's. `abandoned` leaves the issue as if it had run out. */
  release(claim: ClaimKey, options?: { readonly abandoned?: boolean }): Promise<boolean>;
  /** @throws FixpointError CLAIM_LOST unless this is the token of the lease that holds the issue now */
  checkToken(claim: ClaimKey): Promise<Claim>;
  claimOf(key: IssueKey): Promise<Claim | null>;
  /**
   * `checkToken` and `claimOf` without a turn of the event loop, for preconditions: whoever keeps everybody else from writing
   * to the same file is told of all claims that were made before, and none is made until it is done.
   */
  readonly atOnce: {
    checkToken(claim: ClaimKey): Claim;
    claimOf(key: IssueKey): Claim | null;
  };
  /** The leases of these issues that are not over; at most 1,000 issues. */
  claimsAmong(backend: string, issues: readonly number[]): Promise<ReadonlyMap<number, Claim>>;
  /** All leases of a backend that are not over, by issue; at most 1,000. */
  listClaims(backend: string): Promise<readonly Claim[]>;
  /** Those of these issues (at most 1,000) whose last lease ran out: it was neither given back, nor taken over, nor settled. */
  abandonedAmong(backend: string, issues: readonly number[]): Promise<ReadonlySet<number>>;
  /** All such issues of a backend; null when they are more than 1,000. */
  listAbandoned(backend: string): Promise<readonly number[] | null>;
  /** Somebody saw to the issue: that a lease ran out, if one did, says nothing about it any more. */
  settleAbandoned(key: IssueKey): Promise<void>;
  /** Reports heartbeats that are late and leases that ran out, each once; answers with how many it reported. */
  reportLateClaims(): Promise<number>;

  /** Keeps the issue out of the ready queue until then (ISO 8601); null ends that. */
  defer(key: IssueKey, until: string | null, actor: string, write?: CoordinationWrite): Promise<void>;
  /** The deferrals of these issues that are not over. */
  deferralsAmong(backend: string, issues: readonly number[]): Promise<ReadonlyMap<number, string>>;

  /**
   * Replaces what this agent noted; at most 64 KiB of JSON. `expectedRevision` 0 wants that there is none.
   *
   * @throws FixpointError EDIT_CONFLICT when another revision stands there than the expected one
   */
  setAgentState(
    key: IssueKey,
    agent: string,
    state: JsonObject,
    options?: CoordinationWrite & { readonly expectedRevision?: number },
  ): Promise<AgentState>;
  getAgentState(key: IssueKey, agent: string): Promise<AgentState | null>;
  /** By agent. */
  listAgentStates(key: IssueKey): Promise<readonly AgentState[]>;

  /**
   * Keeps a link that the tracker cannot hold; seen from both ends, and doing it twice leaves one. An issue has one parent:
   * a new one replaces it. False when it was there already.
   *
   * @throws FixpointError LINK_CYCLE when parents or blockers kept here would go in a circle
   */
  addLink(key: IssueKey, link: Link, actor: string, write?: CoordinationWrite): Promise<boolean>;
  /** False when there was none. */
  removeLink(key: IssueKey, link: Link, actor: string, write?: CoordinationWrite): Promise<boolean>;
  linksAmong(backend: string, issues: readonly number[]): Promise<ReadonlyMap<number, readonly Link[]>>;

  /** Keeps why an issue was closed for a tracker that cannot; null forgets it. */
  keepCloseReason(key: IssueKey, reason: CloseReason | null, write?: CoordinationWrite): Promise<void>;
  closeReasonsAmong(backend: string, issues: readonly number[]): Promise<ReadonlyMap<number, CloseReason>>;

  /** Forgets what is kept beside an issue that was deleted; its last token stays, so that none is ever given twice. */
  forgetIssue(key: IssueKey, actor: string, title: string): Promise<void>;

  /** Reports what happened elsewhere; at most 100 at once, all or none. Each payload is at most 256 KiB of JSON. */
  append(events: readonly NewEvent[]): Promise<readonly CoordinationEvent[]>;
  /** @throws FixpointError INVALID_INPUT when events behind `after` are no longer kept: it names the oldest */
  events(request: EventsRequest): Promise<EventsPage>;
  /** As `events`, but waits for one; answers with none when the time is over or the signal fires. */
  waitForEvents(request: EventsRequest, signal: AbortSignal, timeoutMs: number): Promise<EventsPage>;
  /** 0 when nothing happened yet. */
  lastSeq(): Promise<number>;
  /** Forgets all but the last so many; answers with how many it forgot. */
  pruneEvents(keepLast: number): Promise<number>;

  close(): Promise<void>;
}
