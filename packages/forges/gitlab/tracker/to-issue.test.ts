import { expect, test } from 'vitest';
import { Issue } from './schema.ts';
import { toIssue } from './to-issue.ts';

/** As GitLab answers, with only what it always has. */
function answered(fields: Readonly<Record<string, unknown>>): Issue {
  return Issue.parse({
    ...{ id: 900, iid: 3, project_id: 5, title: 'Totals', description: null, state: 'opened', labels: [] },
    ...{ author: null, web_url: 'https://gitlab.com/acme/shop/-/issues/3', closed_at: null },
    ...{ created_at: '2026-01-31T12:00:00.123Z', updated_at: '2026-01-31T13:00:00.5+01:00' },
    ...fields,
  });
}

test('what GitLab leaves out is empty, times are in UTC, and the number is the one of the project', () => {
  expect(toIssue(answered({}))).toEqual({
    ...{ id: '900', number: 3, title: 'Totals', body: '', state: 'open', closeReason: null, type: null },
    ...{ priority: null, labels: [], assignees: [], milestone: null, parent: null, author: null },
    ...{ commentCount: 0, createdAt: '2026-01-31T12:00:00.123Z', updatedAt: '2026-01-31T12:00:00.500Z' },
    ...{ closedAt: null, url: 'https://gitlab.com/acme/shop/-/issues/3' },
  });
});

test('some labels are fields, and GitLab’s own type wins over a label', () => {
  const labels = ['bug', 'priority:high', 'In-Progress', 'type:chore'];

  expect(toIssue(answered({ labels, issue_type: 'issue' }))).toMatchObject({
    ...{ labels: ['bug'], priority: 'high', state: 'in_progress', type: 'chore' },
  });
  expect(toIssue(answered({ labels, issue_type: 'incident', state: 'closed' }))).toMatchObject({
    ...{ state: 'closed', type: 'incident' },
  });
});

test('the marker of an operation is not shown, nor what keeps commands from being obeyed', () => {
  const description = 'Do this:\n\\/close\n\n<!-- issue-core:op-1 -->';

  expect(toIssue(answered({ description })).body).toBe('Do this:\n/close');
});

test.each([
  { iid: 0 },
  { iid: '3' },
  { updated_at: 'yesterday' },
  { labels: [{ name: 'bug' }] },
  { state: null },
])('what is no issue is not taken for one: %j', (fields) => {
  expect(() => answered(fields)).toThrow();
});
