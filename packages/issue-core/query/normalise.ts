import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { PRIORITIES } from '../model/issue.ts';
import type { Query, Term } from './ast.ts';
import { fold } from './fold.ts';
import { labelTerm } from './label-term.ts';

export const EVERYTHING: Query = { kind: 'everything' };
export const NOTHING: Query = { kind: 'not', part: EVERYTHING };

/**
 * The same question in one form, so that queries can be compared: no `and` within an `and`, none with fewer than two
 * parts (the same for `or`), no double negation, `everything` and its opposite only alone, words folded, priorities in
 * their order, and labels that carry a field as the field.
 */
export function normalise(query: Query): Query {
  switch (query.kind) {
    case 'everything':
      return EVERYTHING;
    case 'and':
      return join('and', query.parts);
    case 'or':
      return join('or', query.parts);
    case 'not':
      return negate(normalise(query.part));
    default:
      return normaliseTerm(query);
  }
}

/** Whether a normalised query matches no issue whatever. */
export function isNothing(query: Query): boolean {
  return query.kind === 'not' && query.part.kind === 'everything';
}

function join(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [neutral, decisive] = kind === 'and' ? [isEverything, isNothing] : [isNothing, isEverything];
  const flat: Query[] = [];
  for (const part of parts.map(normalise)) {
    if (decisive(part)) return part;
    if (neutral(part)) continue;
    if (part.kind === kind) flat.push(...part.parts);
    else flat.push(part);
  }
  const [only] = flat;
  if (!only) return kind === 'and' ? EVERYTHING : NOTHING;
  return flat.length === 1 ? only : { kind, parts: flat };
}

function isEverything(query: Query): boolean {
  return query.kind === 'everything';
}

function negate(query: Query): Query {
  return query.kind === 'not' ? query.part : { kind: 'not', part: query };
}

function normaliseTerm(term: Term): Query {
  switch (term.kind) {
    case 'text': {
      const word = fold(term.word);
      return word === '' ? EVERYTHING : { ...term, word };
    }
    case 'label':
      return labelTerm(term.name);
    case 'priority': {
      const priorities = PRIORITIES.filter((priority) => term.priorities.includes(priority));
      return priorities.length === 0 ? NOTHING : { kind: 'priority', priorities };
    }
    case 'number':
    case 'comments': {
      const { from, to } = term.range;
      if (from === null && to === null) return EVERYTHING;
      return from !== null && to !== null && from > to ? NOTHING : term;
    }
    case 'time':
      return normaliseTime(term);
    case 'state':
    case 'not-closed':
    case 'close-reason':
    case 'type':
    case 'assignee':
    case 'author':
    case 'milestone':
    case 'has':
    case 'parent':
    case 'blocked-by':
    case 'blocks':
    case 'is':
    case 'claimed-by':
      return term;
    default:
      return assertNever(term);
  }
}

function normaliseTime(term: Extract<Term, { kind: 'time' }>): Query {
  const { from, before } = term.range;
  if (from !== null && before !== null && from >= before) return NOTHING;
  // Every issue has a time of creation and of its last change, but not of its end.
  const unbounded = from === null && before === null;
  return unbounded && term.field !== 'closed' ? EVERYTHING : term;
}
