import { expect, test } from 'vitest';
import type { Issue } from '../model/issue.ts';
import type { IssueFacts } from './ast.ts';
import { NO_FACTS } from './facts-needed.ts';
import { matches } from './matches.ts';
import { parseQuery } from './parse.ts';

const NOW = new Date('2026-03-31T12:00:00.000Z');
const ISSUE: Issue = {
  id: 'a',
  number: 12,
  title: 'Login fails in İstanbul',
  body: 'A cafe\u0301 reports:\nTypeError at C:\\app.ts',
  state: 'open',
  closeReason: null,
  type: 'bug',
  priority: 'high',
  labels: ['Good First Issue', 'area/login'],
  assignees: ['Ann', 'bob'],
  milestone: 'v1.0',
  parent: 3,
  author: 'carol',
  commentCount: 4,
  createdAt: '2026-03-01T00:00:00Z',
  updatedAt: '2026-03-31T11:00:00.000Z',
  closedAt: null,
  url: null,
};
const CLOSED: Partial<Issue> = {
  state: 'closed',
  closeReason: 'not_planned',
  closedAt: '2026-03-30T10:00:00Z',
};

function isFound(query: string, change: Partial<Issue> = {}, facts: Partial<IssueFacts> = {}): boolean {
  const parsed = parseQuery(query, { now: NOW, me: 'BOB' });
  return matches(parsed, { ...ISSUE, ...change }, { ...NO_FACTS, ...facts });
}

test.each([
  [''],
  ['is:issue'],
  ['login'],
  ['ogi'],
  ['FAILS login'],
  ['"fails in"'],
  ['CAFÉ'],
  ['title:login body:typeerror'],
  ['"c:\\app"'],
  ['label:"good first issue"'],
  ['label:nothing,AREA/LOGIN'],
  ['label:bug OR label:type:bug'],
  ['priority:>=high -priority:critical'],
  ['assignee:@me assignee:@ANN'],
  ['-assignee:dave author:Carol'],
  ['milestone:V1.0 parent:#3 #12'],
  ['has:parent has:body has:labels -no:type'],
  ['number:10..12 comments:>3'],
  ['created:2026-03-01 updated:-1h'],
  ['created:<=2026-03-01T00:00:00Z created:>=2026-03-01T00:00Z'],
  ['updated:today -updated:yesterday'],
  ['is:ready'],
  ['NOT (is:closed OR is:claimed)'],
  ['nothing OR login AND fails'],
])('%s finds it', (query) => {
  expect(isFound(query)).toBe(true);
});

test.each([
  ['logins'],
  ['"login  fails"'],
  ['title:typeerror'],
  ['body:login'],
  ['label:good'],
  ['type:feature'],
  ['priority:<high'],
  ['assignee:an'],
  ['no:assignee'],
  ['#1'],
  ['comments:<4'],
  ['created:>2026-03-01'],
  ['created:<2026-03-01'],
  ['updated:<-1h'],
  ['closed:*..*'],
  ['is:closed'],
  ['state:in_progress'],
  ['login -fails'],
  ['(nothing OR login) AND nowhere'],
  ['-is:issue'],
])('%s does not find it', (query) => {
  expect(isFound(query)).toBe(false);
});

test('a closed issue is found by why and when it was closed', () => {
  expect(isFound('is:closed reason:not-planned closed:yesterday', CLOSED)).toBe(true);
  expect(isFound('is:open', CLOSED)).toBe(false);
  expect(isFound('reason:completed', CLOSED)).toBe(false);
});

test('work in progress is open, but neither in the state open nor ready', () => {
  expect(isFound('is:open label:in-progress', { state: 'in_progress' })).toBe(true);
  expect(isFound('state:open', { state: 'in_progress' })).toBe(false);
  expect(isFound('is:ready', { state: 'in_progress' })).toBe(false);
});

test('work whose claim ran out is ready again, unless something else keeps it', () => {
  const begun = { state: 'in_progress' } as const;
  expect(isFound('is:ready', begun, { abandoned: true })).toBe(true);
  expect(isFound('is:ready', {}, { abandoned: true })).toBe(true);
  expect(isFound('is:ready', CLOSED, { abandoned: true })).toBe(false);
  expect(isFound('is:ready', begun, { abandoned: true, blocked: true })).toBe(false);
  expect(isFound('is:ready', begun, { abandoned: true, deferred: true })).toBe(false);
  expect(isFound('is:ready', begun, { abandoned: true, claimedBy: 'coder' })).toBe(false);
});

test.each([
  ['blocked', { blocked: true }, 'is:blocked'],
  ['claimed', { claimedBy: 'Coder-1' }, 'is:claimed claimed-by:coder-1'],
  ['deferred', { deferred: true }, 'is:deferred'],
] satisfies [string, Partial<IssueFacts>, string][])('what is %s is not ready', (_, facts, query) => {
  expect(isFound('is:ready', {}, facts)).toBe(false);
  expect(isFound(query, {}, facts)).toBe(true);
  expect(isFound(query)).toBe(false);
});

test('links are found from both ends', () => {
  const facts = { blockedBy: [7], blocks: [8] };

  expect(isFound('blocked-by:7 blocks:#8', {}, facts)).toBe(true);
  expect(isFound('blocked-by:8 OR blocks:7', {}, facts)).toBe(false);
});
