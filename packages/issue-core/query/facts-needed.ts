import type { IssueFacts, Query, Term } from './ast.ts';

/** What must be known of an issue, beside itself, before `matches` can decide. */
export interface FactsNeeded {
  /** `Issue.parent`, which some trackers do not list: the link is to be asked for when it is null. */
  readonly parent: boolean;
  /** `IssueFacts.blockedBy` and `blocks`: its own links. */
  readonly links: boolean;
  /** `IssueFacts.blocked`: open blockers, its own and those of its parents. */
  readonly blocked: boolean;
  /** `IssueFacts.claimedBy`, `abandoned` and `deferred`. */
  readonly claims: boolean;
}

/** Of an issue without links that nobody holds; enough where `factsNeeded` names nothing. */
export const NO_FACTS: IssueFacts = {
  blockedBy: [],
  blocks: [],
  blocked: false,
  claimedBy: null,
  abandoned: false,
  deferred: false,
};

/** Which facts a query asks about, so that callers fetch no more than needed. */
export function factsNeeded(query: Query): FactsNeeded {
  const terms = [...termsOf(query)];
  return {
    parent: terms.some((term) => term.kind === 'parent' || (term.kind === 'has' && term.field === 'parent')),
    links: terms.some(({ kind }) => kind === 'blocked-by' || kind === 'blocks'),
    blocked: terms.some((term) => term.kind === 'is' && (term.what === 'blocked' || term.what === 'ready')),
    claims: terms.some(
      (term) => term.kind === 'claimed-by' || (term.kind === 'is' && term.what !== 'blocked'),
    ),
  };
}

function* termsOf(query: Query): Generator<Term> {
  switch (query.kind) {
    case 'everything':
      return;
    case 'and':
    case 'or':
      for (const part of query.parts) yield* termsOf(part);
      return;
    case 'not':
      yield* termsOf(query.part);
      return;
    default:
      yield query;
  }
}
