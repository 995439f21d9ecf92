import { z } from 'zod';
import { CLOSE_REASONS, ISSUE_STATES } from '../model/issue.ts';
import { LINK_KINDS } from '../model/link.ts';

const Names = z.array(z.string());
const State = z.enum(ISSUE_STATES);
const Lease = z.object({ token: z.number(), expiresAt: z.string() });

/**
 * What can be reported, and what is said about it. Texts (bodies, comments) stay where they are, and are told by id: an
 * event is small, and says where to look.
 */
export const EVENT_PAYLOADS = {
  'issue-created': z.object({ title: z.string() }),
  /** `fields` are those of `IssueChange`, without what has an event of its own. */
  'issue-edited': z.object({ fields: Names }),
  'state-changed': z.object({ from: State, to: State, closeReason: z.enum(CLOSE_REASONS).nullable() }),
  labelled: z.object({ added: Names, removed: Names }),
  assigned: z.object({ added: Names, removed: Names }),
  deleted: z.object({ title: z.string() }),
  commented: z.object({ commentId: z.string() }),
  'comment-edited': z.object({ commentId: z.string() }),
  'comment-deleted': z.object({ commentId: z.string() }),
  attached: z.object({ attachmentId: z.string(), name: z.string() }),
  linked: z.object({ kind: z.enum(LINK_KINDS), number: z.number() }),
  unlinked: z.object({ kind: z.enum(LINK_KINDS), number: z.number() }),
  claimed: Lease,
  /** `from` held it until now. */
  'taken-over': Lease.extend({ from: z.string() }),
  released: z.object({ token: z.number() }),
  /** Half a heartbeat later than it should have come; told once for each time it is late. */
  'heartbeat-missed': Lease,
  'claim-expired': z.object({ token: z.number() }),
  deferred: z.object({ until: z.string().nullable() }),
  'agent-state': z.object({ revision: z.number() }),
  'label-saved': z.object({ name: z.string() }),
  'label-renamed': z.object({ from: z.string(), to: z.string() }),
  'label-deleted': z.object({ name: z.string() }),
  'milestone-saved': z.object({ id: z.string(), title: z.string() }),
  'milestone-deleted': z.object({ id: z.string() }),
  /** A sync between `backend` and `other` is over. */
  synced: z.object({
    other: z.string(),
    created: z.number(),
    updated: z.number(),
    conflicts: z.number(),
    failed: z.number(),
  }),
} as const satisfies Record<string, z.ZodObject>;

export type EventType = keyof typeof EVENT_PAYLOADS;
type PayloadOf<T extends EventType> = z.infer<(typeof EVENT_PAYLOADS)[T]>;

interface EventOf<T extends EventType> {
  readonly type: T;
  /** The agent (or person) who did it; for a lease that ran out, the one who held it. */
  readonly actor: string;
  readonly backend: string;
  /** Null where it is not about one issue. */
  readonly issue: number | null;
  readonly payload: Readonly<PayloadOf<T>>;
}

/** What somebody reports; the store gives it its number and time. */
export type NewEvent = { [T in EventType]: EventOf<T> }[EventType];

/** `seq` counts 1, 2, 3 … over all backends of a store, with no gap; `at` is ISO 8601. */
export type CoordinationEvent = NewEvent & { readonly seq: number; readonly at: string };

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(EVENT_PAYLOADS, name);
}
