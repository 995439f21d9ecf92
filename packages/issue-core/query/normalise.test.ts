import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFacts, anyIssue, anyQuery } from '../testing/arbitraries.ts';
import type { Query } from './ast.ts';
import { matches } from './matches.ts';
import { EVERYTHING, NOTHING, normalise } from './normalise.ts';

const DAY = '2026-01-01T00:00:00.000Z';
const a: Query = { kind: 'text', word: 'a', in: 'any' };
const b: Query = { kind: 'is', what: 'ready' };
const c: Query = { kind: 'parent', number: 1 };

function and(...parts: Query[]): Query {
  return { kind: 'and', parts };
}

function or(...parts: Query[]): Query {
  return { kind: 'or', parts };
}

test.each<[string, Query, Query]>([
  ['and within and', and(a, and(b, c)), and(a, b, c)],
  ['or within or', or(or(a, b), c), or(a, b, c)],
  ['and of one', and(or(a)), a],
  ['and of none', and(), EVERYTHING],
  ['or of none', or(), NOTHING],
  ['everything in and', and(a, EVERYTHING), a],
  ['everything in or', or(a, EVERYTHING), EVERYTHING],
  ['nothing in and', and(a, NOTHING), NOTHING],
  ['nothing in or', or(a, NOTHING), a],
  ['a double negation', { kind: 'not', part: { kind: 'not', part: and(a, b) } }, and(a, b)],
  ['an unfolded word', { kind: 'text', word: 'É', in: 'body' }, { kind: 'text', word: 'é', in: 'body' }],
  ['an empty word', { kind: 'text', word: '', in: 'any' }, EVERYTHING],
  ['no priority', { kind: 'priority', priorities: [] }, NOTHING],
  ['a label that is a field', { kind: 'label', name: 'Type:Bug' }, { kind: 'type', type: 'bug' }],
  ['an upside-down range', { kind: 'number', range: { from: 2, to: 1 } }, NOTHING],
  ['a time without length', { kind: 'time', field: 'closed', range: { from: DAY, before: DAY } }, NOTHING],
])('%s', (_, query, normal) => {
  expect(normalise(query)).toEqual(normal);
});

test('a normalised query asks for the same issues', () => {
  fc.assert(
    fc.property(anyQuery, anyIssue, anyFacts, (query, issue, facts) => {
      expect(matches(normalise(query), issue, facts)).toBe(matches(query, issue, facts));
    }),
    { numRuns: 2_000 },
  );
});

test('normalising again changes nothing', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      expect(normalise(normalise(query))).toEqual(normalise(query));
    }),
  );
});
