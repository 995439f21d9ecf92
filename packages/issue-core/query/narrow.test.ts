import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Issue } from '../model/issue.ts';
import { anyFacts, anyIssue, anyQuery } from '../testing/arbitraries.ts';
import { fold } from './fold.ts';
import { matches } from './matches.ts';
import { type Narrowed, narrow } from './narrow.ts';
import { parseQuery } from './parse.ts';

const ANYTHING: Narrowed = {
  state: 'all',
  labels: [],
  assignee: null,
  author: null,
  milestone: null,
  updatedSince: null,
  words: [],
};

test.each([
  ['', {}],
  ['is:open label:Bug label:"help wanted"', { state: 'open', labels: ['Bug', 'help wanted'] }],
  ['is:ready', { state: 'open' }],
  ['is:ready state:in_progress', { state: 'open' }],
  ['state:in_progress OR state:open', { state: 'open' }],
  ['state:closed OR state:open', {}],
  ['-is:closed', { state: 'open' }],
  ['-is:open', { state: 'closed' }],
  ['-state:open', {}],
  ['(is:closed login) OR (state:closed label:a)', { state: 'closed' }],
  [
    'assignee:Bob author:ann milestone:v1 Crash',
    { assignee: 'Bob', author: 'ann', milestone: 'v1', words: ['crash'] },
  ],
  ['updated:>=2026-01-01 updated:2026-01-03..2026-02-01', { updatedSince: '2026-01-03T00:00:00.000Z' }],
  ['label:a OR label:b', {}],
  ['-label:a -assignee:bob -crash', {}],
  ['priority:high type:bug created:>=2026-01-01', {}],
] satisfies [string, Partial<Narrowed>][])('%s asks a tracker for %j', (query, narrowed) => {
  expect(narrow(parseQuery(query, { now: new Date(0) }))).toEqual({ ...ANYTHING, ...narrowed });
});

test('whatever matches fits what a tracker is asked for', () => {
  let matched = 0;
  fc.assert(
    fc.property(anyQuery, anyIssue, anyFacts, (query, issue, facts) => {
      if (!matches(query, issue, facts)) return;
      matched += 1;
      expect(fits(narrow(query), issue)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
  expect(matched).toBeGreaterThan(100);
});

function fits(narrowed: Narrowed, issue: Issue): boolean {
  const { state, labels, assignee, author, milestone, updatedSince, words } = narrowed;
  const text = [issue.title, issue.body].map(fold);
  const names = (list: readonly string[]) => new Set(list.map(fold));
  return (
    (state === 'all' || (state === 'closed') === (issue.state === 'closed')) &&
    labels.every((label) => names(issue.labels).has(fold(label))) &&
    (assignee === null || names(issue.assignees).has(fold(assignee))) &&
    (author === null || (issue.author !== null && fold(issue.author) === fold(author))) &&
    (milestone === null || (issue.milestone !== null && fold(issue.milestone) === fold(milestone))) &&
    (updatedSince === null || Date.parse(issue.updatedAt) >= Date.parse(updatedSince)) &&
    words.every((word) => text.some((it) => it.includes(word)))
  );
}
