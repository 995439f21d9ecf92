import { beforeAll, expect, test } from 'vitest';
import { expectError, has, NOT_FOUND } from './expecting.ts';
import { allIssues, drain } from './reading.ts';
import type { Subject } from './subject.ts';

export function pullRequests(subject: Subject): void {
  let pull = 0;
  let issue = 0;

  beforeAll(async () => {
    const { backend, openPullRequest } = subject.now();
    if (!openPullRequest) throw new Error('openPullRequest is needed where there are pull requests');
    issue = (await backend.createIssue({ title: 'An issue' })).number;
    pull = await openPullRequest();
  }, 60_000);

  test('are not listed', async () => {
    expect((await allIssues(subject.now().backend)).map(({ number }) => number)).toEqual([issue]);
  });

  test('are not found, whatever is wanted of them', async () => {
    const { backend } = subject.now();

    await expectError(backend.getIssue(pull), ...NOT_FOUND);
    await expectError(backend.updateIssue(pull, { state: 'closed' }), ...NOT_FOUND);
    await expectError(backend.createComment(pull, 'x'), ...NOT_FOUND);
    await expectError(backend.listComments(pull, null), ...NOT_FOUND);
    await expectError(backend.listLinks(pull), ...NOT_FOUND);
    if (has(subject.capabilities, 'delete-issue')) await expectError(backend.deleteIssue(pull), ...NOT_FOUND);
  });

  test('are not among the changes, nor is what is said on them', async () => {
    const { backend } = subject.now();
    const comment = await backend.createComment(issue, 'on the issue');

    if (has(subject.capabilities, 'changes-since')) {
      const { items } = await drain((cursor) => backend.changedIssues(cursor, 20), null);
      expect(new Set(items.map(({ number }) => number))).toEqual(new Set([issue]));
    }
    if (has(subject.capabilities, 'comment-changes-since')) {
      const { items } = await drain((cursor) => backend.changedComments(cursor, 20), null);
      expect(items).toEqual([comment]);
    }
    expect((await backend.getIssue(issue)).commentCount).toBe(1);
  });

  test('do not hide an issue from the list by their number', async () => {
    const { backend } = subject.now();
    const later = await backend.createIssue({ title: 'After it' });

    expect((await allIssues(backend, { pageSize: 1 })).map(({ number }) => number)).toEqual([
      issue,
      later.number,
    ]);
  });
}
