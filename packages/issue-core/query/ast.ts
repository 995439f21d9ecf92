import type { CloseReason, IssueState, Priority } from '../model/issue.ts';

/** What issues somebody asks for; parsed from text (`parse.ts`), compiled for stores and trackers, decided by `matches.ts`. */
export type Query =
  | { readonly kind: 'everything' }
  | { readonly kind: 'and'; readonly parts: readonly Query[] }
  | { readonly kind: 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | Term;

export type Term =
  /** The folded word (`fold.ts`) is somewhere in the folded text. */
  | { readonly kind: 'text'; readonly word: string; readonly in: 'title' | 'body' | 'any' }
  | { readonly kind: 'state'; readonly state: IssueState }
  /** Open or in progress. */
  | { readonly kind: 'not-closed' }
  | { readonly kind: 'close-reason'; readonly reason: CloseReason }
  /** Names are compared folded; so are those of types, people, milestones and agents. Never one that is a field: `label-term.ts`. */
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'priority'; readonly priorities: readonly Priority[] }
  | { readonly kind: 'assignee'; readonly login: string }
  | { readonly kind: 'author'; readonly login: string }
  | { readonly kind: 'milestone'; readonly title: string }
  | { readonly kind: 'has'; readonly field: QueryField }
  | { readonly kind: 'number'; readonly range: NumberRange }
  | { readonly kind: 'comments'; readonly range: NumberRange }
  | { readonly kind: 'time'; readonly field: 'created' | 'updated' | 'closed'; readonly range: TimeRange }
  | { readonly kind: 'parent'; readonly number: number }
  /** The issue of this number blocks it. */
  | { readonly kind: 'blocked-by'; readonly number: number }
  | { readonly kind: 'blocks'; readonly number: number }
  | { readonly kind: 'is'; readonly what: 'ready' | 'blocked' | 'claimed' | 'deferred' }
  | { readonly kind: 'claimed-by'; readonly agent: string };

export const QUERY_FIELDS = ['label', 'type', 'priority', 'assignee', 'milestone', 'parent', 'body'] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/** Both ends are in it; null is no end. */
export interface NumberRange {
  readonly from: number | null;
  readonly to: number | null;
}

/** ISO 8601 in UTC, as `Date.toISOString` writes it. `from` is in the range, `before` is not. */
export interface TimeRange {
  readonly from: string | null;
  readonly before: string | null;
}

/** What a query may ask that an issue itself does not say. */
export interface IssueFacts {
  readonly blockedBy: readonly number[];
  readonly blocks: readonly number[];
  /** Blocked by an open issue, itself or through a parent. */
  readonly blocked: boolean;
  /** The agent that holds an unexpired claim. */
  readonly claimedBy: string | null;
  /** Its last claim ran out: it was neither given back nor followed by another, and nobody set the state since. */
  readonly abandoned: boolean;
  readonly deferred: boolean;
}
