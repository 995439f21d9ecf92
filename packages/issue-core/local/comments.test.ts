import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LocalBackend } from './open-local-backend.ts';
import { openTestStore, TEST_LOGIN } from './testing/test-store.ts';

let backend: LocalBackend;

beforeEach(async () => {
  backend = openTestStore();
  await backend.createIssue({ title: 'one' });
  await backend.createIssue({ title: 'two' });
});
afterEach(() => backend.close());

test('comments come oldest first, page by page, and are counted', async () => {
  for (let at = 0; at < 230; at += 1) await backend.createComment(1, `comment ${at}`);
  await backend.createComment(2, 'elsewhere');

  const bodies: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await backend.listComments(1, cursor);
    expect(page.total).toBe(230);
    bodies.push(...page.items.map(({ body }) => body));
    cursor = page.next;
  } while (cursor !== null);

  expect(bodies).toEqual(Array.from({ length: 230 }, (_, at) => `comment ${at}`));
  expect((await backend.getIssue(1)).commentCount).toBe(230);
});

test('a comment that comes, changes or goes is news of its issue', async () => {
  const first = await backend.getIssue(1);
  const comment = await backend.createComment(1, 'a');
  const afterCreate = await backend.getIssue(1);
  const edited = await backend.updateComment(1, comment.id, 'b');
  const afterEdit = await backend.getIssue(1);
  const same = await backend.updateComment(1, comment.id, 'b');
  await backend.deleteComment(1, comment.id);
  const afterDelete = await backend.getIssue(1);

  expect(comment).toMatchObject({ issueNumber: 1, body: 'a', author: TEST_LOGIN });
  expect(edited).toMatchObject({ id: comment.id, body: 'b', createdAt: comment.createdAt });
  expect(edited.updatedAt > comment.updatedAt).toBe(true);
  expect(same).toEqual(edited);
  const times = [first, afterCreate, afterEdit, afterDelete].map(({ updatedAt }) => updatedAt);
  expect(times).toEqual([...new Set(times)].sort());
  expect(afterDelete.commentCount).toBe(0);
});

test('an operation comments once on an issue', async () => {
  const first = await backend.createComment(1, 'a', { operationId: 'op' });

  expect(await backend.createComment(1, 'other', { operationId: 'op' })).toEqual(first);
  expect(await backend.findCreatedComment(1, 'op')).toEqual(first);
  expect(await backend.findCreatedComment(2, 'op')).toBeNull();
  expect((await backend.createComment(2, 'b', { operationId: 'op' })).issueNumber).toBe(2);
  expect((await backend.getIssue(1)).commentCount).toBe(1);
});

test('a comment belongs to its issue, and has text', async () => {
  const { id } = await backend.createComment(1, 'a');

  await expect(backend.updateComment(2, id, 'b')).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  await expect(backend.deleteComment(2, id)).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  await expect(backend.createComment(3, 'a')).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  await expect(backend.createComment(1, ' \n')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(backend.createComment(1, 'x'.repeat(1_000_001))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  await expect(backend.listComments(1, 'nonsense')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
