import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFacts, anyIssue, anyQuery } from '../testing/arbitraries.ts';
import type { IssueFacts } from './ast.ts';
import { type FactsNeeded, factsNeeded, NO_FACTS } from './facts-needed.ts';
import { matches } from './matches.ts';
import { parseQuery } from './parse.ts';

const NONE: FactsNeeded = { parent: false, links: false, blocked: false, claims: false };

test.each([
  ['is:open login label:bug', {}],
  ['parent:3', { parent: true }],
  ['no:parent', { parent: true }],
  ['a OR -(b blocked-by:3)', { links: true }],
  ['blocks:3', { links: true }],
  ['is:blocked', { blocked: true }],
  ['is:ready', { blocked: true, claims: true }],
  ['is:claimed', { claims: true }],
  ['is:deferred', { claims: true }],
  ['claimed-by:coder', { claims: true }],
] satisfies [string, Partial<FactsNeeded>][])('%s needs %j', (query, needed) => {
  expect(factsNeeded(parseQuery(query, { now: new Date(0) }))).toEqual({ ...NONE, ...needed });
});

test('what is not needed makes no difference', () => {
  fc.assert(
    fc.property(anyQuery, anyIssue, anyFacts, (query, issue, facts) => {
      const known = onlyNeeded(factsNeeded(query), facts);

      expect(matches(query, issue, known)).toBe(matches(query, issue, facts));
    }),
  );
});

function onlyNeeded({ links, blocked, claims }: FactsNeeded, facts: IssueFacts): IssueFacts {
  const { blockedBy, blocks, claimedBy, deferred } = facts;
  return {
    ...NO_FACTS,
    ...(links && { blockedBy, blocks }),
    ...(blocked && { blocked: facts.blocked }),
    ...(claims && { claimedBy, deferred }),
  };
}
