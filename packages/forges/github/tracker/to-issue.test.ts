import { expect, test } from 'vitest';
import { Issue } from './schema.ts';
import { toIssue } from './to-issue.ts';

const REPOSITORY = 'https://api.github.com/repos/Acme/shop';

/** As GitHub answers, with only what it always has. */
function answered(fields: Readonly<Record<string, unknown>>): Issue {
  return Issue.parse({
    ...{ id: 7, node_id: 'I_7', number: 3, title: 'Totals', body: null, state: 'open', user: null },
    ...{ labels: [], assignees: null, milestone: null, comments: 0, repository_url: REPOSITORY },
    ...{ html_url: 'https://github.com/Acme/shop/issues/3', closed_at: null },
    ...{ created_at: '2026-01-31T12:00:00Z', updated_at: '2026-01-31T13:00:00+01:00' },
    ...fields,
  });
}

test('what GitHub leaves out is empty, and times are in UTC', () => {
  expect(toIssue(answered({}))).toEqual({
    ...{ id: '7', number: 3, title: 'Totals', body: '', state: 'open', closeReason: null, type: null },
    ...{ priority: null, labels: [], assignees: [], milestone: null, parent: null, author: null },
    ...{ commentCount: 0, createdAt: '2026-01-31T12:00:00.000Z', updatedAt: '2026-01-31T12:00:00.000Z' },
    ...{ closedAt: null, url: 'https://github.com/Acme/shop/issues/3' },
  });
});

test('labels are names or objects, and some of them fields', () => {
  const labels = [
    'bug',
    { name: 'priority:high' },
    { name: 'In-Progress', color: 'aa0000' },
    { name: 'type:task' },
  ];

  expect(toIssue(answered({ labels }))).toMatchObject({
    ...{ labels: ['bug'], priority: 'high', state: 'in_progress', type: 'task' },
  });
  expect(toIssue(answered({ labels, type: { name: 'Bug' }, state: 'closed' }))).toMatchObject({
    ...{ state: 'closed', type: 'bug' },
  });
});

test.each([
  ['closed', 'duplicate', 'duplicate'],
  ['closed', null, null],
  ['closed', 'something new', null],
  ['open', 'reopened', null],
  ['open', 'completed', null],
])('%s with the reason %s is closed for %s', (state, reason, closeReason) => {
  expect(toIssue(answered({ state, state_reason: reason })).closeReason).toBe(closeReason);
});

test.each([
  [`${REPOSITORY}/issues/12`, 12],
  ['https://api.github.com/repos/acme/SHOP/issues/12', 12],
  ['https://api.github.com/repos/acme/elsewhere/issues/12', null],
  ['https://api.github.com/repos/acme/shop-2/issues/12', null],
  [null, null],
])('the parent at %s is %s', (address, parent) => {
  expect(toIssue(answered({ parent_issue_url: address })).parent).toBe(parent);
});

test('the marker of an operation is not shown', () => {
  expect(toIssue(answered({ body: 'Text.\n\n<!-- issue-core:op-1 -->' })).body).toBe('Text.');
});

test('what is no issue is not taken for one', () => {
  expect(() => answered({ number: 0 })).toThrow();
  expect(() => answered({ state: 'half open' })).toThrow();
  expect(() => answered({ updated_at: 'yesterday' })).toThrow();
});
