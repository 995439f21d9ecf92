import type { Sort } from '@fixpoint/issue-core/backend/port.ts';
import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import { describe, expect, test } from 'vitest';
import { createFakeGitea, type FakeGitea } from './testing/fake-gitea.ts';

const query: Query = { kind: 'everything' };
const NEWEST: Sort = { field: 'number', descending: true };
const LEAST_UPDATED: Sort = { field: 'updated', descending: false };

/** The issues at these places were edited one second after the other. */
function edited(gitea: FakeGitea, ...places: readonly number[]): void {
  for (const place of places) {
    gitea.apply({ kind: 'tick', place: 0 });
    gitea.apply({ kind: 'edit', place });
  }
}

describe('a list in the order of Gitea', () => {
  test('asks for no more than the page that is wanted', async () => {
    const gitea = createFakeGitea(500);

    const page = await gitea.tracker.listIssues({ query, sort: NEWEST, pageSize: 10, cursor: null });

    expect(page.items.map(({ number }) => number)).toEqual([
      500, 499, 498, 497, 496, 495, 494, 493, 492, 491,
    ]);
    expect(page.total).toBe(500);
    expect(gitea.requests()).toBe(1);
  });
});

describe('a list in another order', () => {
  test('is read once for all its pages', async () => {
    const gitea = createFakeGitea(120);
    edited(gitea, 0, 0.5);

    const first = await gitea.tracker.listIssues({ query, sort: LEAST_UPDATED, pageSize: 118, cursor: null });
    const requests = gitea.requests();
    const second = await gitea.tracker.listIssues({
      query,
      sort: LEAST_UPDATED,
      pageSize: 118,
      cursor: first.next,
    });

    expect(first.items).toHaveLength(118);
    expect(second).toMatchObject({ items: [{ number: 120 }, { number: 60 }], next: null, total: 120 });
    expect(gitea.requests()).toBe(requests);
  });

  test('goes on from the same place when it is asked for by another client, or after another list', async () => {
    const gitea = createFakeGitea(60);
    edited(gitea, 0.2, 0.4, 0.6);
    const request = { query, sort: LEAST_UPDATED, pageSize: 58 };
    const first = await gitea.tracker.listIssues({ ...request, cursor: null });
    await gitea.tracker.listIssues({ ...request, pageSize: 5, cursor: null });

    const second = await gitea.tracker.listIssues({ ...request, cursor: first.next });

    expect(second).toMatchObject({ items: [{ number: 36 }, { number: 24 }], next: null });
  });

  test('goes on even when the issue that ended the page is gone', async () => {
    const gitea = createFakeGitea(10);
    edited(gitea, 0.99, 0);
    const request = { query, sort: LEAST_UPDATED, pageSize: 9 };
    const first = await gitea.tracker.listIssues({ ...request, cursor: null });
    gitea.apply({ kind: 'delete', place: 0.99 });
    await gitea.tracker.listIssues({ ...request, pageSize: 2, cursor: null });

    const second = await gitea.tracker.listIssues({ ...request, cursor: first.next });

    expect(first.items.at(-1)?.number).toBe(1);
    expect(second).toMatchObject({ items: [{ number: 10 }], next: null });
  });
});

test.each(['', 'x', 'e30', Buffer.from('{"kind":"place"}').toString('base64url')])(
  'a cursor %j of somebody else is refused',
  async (cursor) => {
    const { tracker } = createFakeGitea(1);

    await expect(tracker.listIssues({ query, sort: NEWEST, pageSize: 1, cursor })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  },
);

test('people whom Gitea does not know are left for the filter on this side', async () => {
  const gitea = createFakeGitea(3);
  const asked: Query = { kind: 'assignee', login: 'nobody' };

  const page = await gitea.tracker.listIssues({ query: asked, sort: NEWEST, pageSize: 10, cursor: null });

  expect(page.items).toHaveLength(3);
  expect(gitea.requests()).toBe(2);
});
