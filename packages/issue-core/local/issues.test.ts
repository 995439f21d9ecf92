import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../sqlite/open-database.ts';
import { type LocalBackend, openLocalBackend } from './open-local-backend.ts';
import { listAll, openTestStore, TEST_LOGIN, temporaryStorePath } from './testing/test-store.ts';

const BY_NUMBER = { field: 'number', descending: false } as const;
let backend: LocalBackend;

beforeEach(() => {
  backend = openTestStore();
});
afterEach(() => backend.close());

test('an issue is as it was created, and has the rest from the store', async () => {
  await backend.createMilestone({ title: 'v1' });

  const issue = await backend.createIssue({
    title: 'Login fails',
    body: 'line\r\nline',
    type: 'bug',
    priority: 'high',
    labels: ['ui', 'Auth'],
    assignees: ['bob', 'Ann'],
    milestone: 'V1',
  });

  expect(issue).toMatchObject({
    number: 1,
    body: 'line\r\nline',
    state: 'open',
    closeReason: null,
    labels: ['Auth', 'ui'],
    assignees: ['Ann', 'bob'],
    milestone: 'v1',
    author: TEST_LOGIN,
    commentCount: 0,
    closedAt: null,
  });
  expect(issue.id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(await backend.getIssue(1)).toEqual(issue);
});

test('closing tells when, reopening takes it back', async () => {
  await backend.createIssue({ title: 'x', state: 'in_progress' });

  const closed = await backend.updateIssue(1, { state: 'closed', closeReason: 'duplicate' });
  const edited = await backend.updateIssue(1, { title: 'y' });
  const reopened = await backend.updateIssue(1, { state: 'open' });

  expect(closed).toMatchObject({ closeReason: 'duplicate', closedAt: closed.updatedAt });
  expect(edited).toMatchObject({ closeReason: 'duplicate', closedAt: closed.closedAt });
  expect(reopened).toMatchObject({ state: 'open', closeReason: null, closedAt: null });
});

test('deltas leave the labels and assignees of others', async () => {
  await backend.createIssue({ title: 'x', labels: ['mine', 'yours'], assignees: ['ann', 'bob'] });

  const changed = await backend.updateIssue(1, {
    addLabels: ['new'],
    removeLabels: ['MINE', 'never there'],
    addAssignees: ['carl'],
    removeAssignees: ['Bob'],
  });

  expect(changed.labels).toEqual(['new', 'yours']);
  expect(changed.assignees).toEqual([TEST_LOGIN, 'carl']);
});

test('time goes on with every write though the clock stands still, and not without one', async () => {
  const first = await backend.createIssue({ title: 'x', labels: ['a'] });
  const same = await backend.updateIssue(1, { title: 'x', addLabels: ['A'], milestone: null });
  const second = await backend.updateIssue(1, { priority: 'low' });

  expect(same).toEqual(first);
  expect(second.updatedAt > first.updatedAt).toBe(true);
  expect(second.createdAt).toBe(first.createdAt);
});

test('an operation creates once', async () => {
  const first = await backend.createIssue({ title: 'x' }, { operationId: 'op-1' });
  const again = await backend.createIssue({ title: 'other' }, { operationId: 'op-1' });

  expect(again).toEqual(first);
  expect(await backend.findCreatedIssue('op-1')).toEqual(first);
  expect(await backend.findCreatedIssue('op-2')).toBeNull();
  expect((await backend.createIssue({ title: 'other' }, { operationId: 'op-2' })).number).toBe(2);
  await expect(backend.createIssue({ title: 'x' }, { operationId: 'no good' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});

test('a deleted issue is gone for good, with what hung on it, and its number is never used again', async () => {
  await backend.createIssue({ title: 'parent of two' });
  await backend.createIssue({ title: 'searchable', parent: 1, labels: ['a'] }, { operationId: 'op' });
  await backend.createComment(2, 'comment');
  await backend.addAttachment(2, { name: 'a.txt', bytes: Buffer.from('a') });
  await backend.addLink(2, { kind: 'blocks', number: 1 });

  await backend.deleteIssue(2);

  await expect(backend.getIssue(2)).rejects.toMatchObject({
    code: 'ISSUE_NOT_FOUND',
    message: expect.stringContaining('deleted'),
  });
  await expect(backend.listComments(2, null)).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  expect(await backend.findCreatedIssue('op')).toBeNull();
  expect(await backend.listLinks(1)).toEqual([]);
  expect((await backend.changedComments(null, 10)).items).toEqual([]);
  const query = { kind: 'text', word: 'searchable', in: 'any' } as const;
  expect((await listAll(backend, { query, sort: BY_NUMBER, pageSize: 10 })).issues).toEqual([]);
  expect((await backend.createIssue({ title: 'next' })).number).toBe(3);
});

test('text that was changed is found, and what it was before is not', async () => {
  await backend.createIssue({ title: 'before', body: 'elder' });
  await backend.updateIssue(1, { title: 'afterwards' });
  await backend.updateIssue(1, { body: 'younger' });
  const finds = async (word: string) => {
    const query = { kind: 'text', word, in: 'any' } as const;
    const { items, total } = await backend.listIssues({ query, sort: BY_NUMBER, pageSize: 10, cursor: null });
    expect(total).toBe(items.length);
    return total;
  };

  expect(await finds('before')).toBe(0);
  expect(await finds('elder')).toBe(0);
  expect(await finds('afterwards')).toBe(1);
  expect(await finds('younger')).toBe(1);
});

test('what is not there is named', async () => {
  await backend.createIssue({ title: 'x' });

  for (const [attempt, name] of [
    [backend.getIssue(7), '#7'],
    [backend.getIssue(Number.NaN), '#NaN'],
    [backend.updateIssue(7, {}), '#7'],
    [backend.deleteIssue(7), '#7'],
    [backend.updateIssue(1, { parent: 8 }), '#8'],
    [backend.createIssue({ title: 'x', milestone: 'never' }), 'never'],
  ] as const) {
    await expect(attempt).rejects.toMatchObject({
      code: 'ISSUE_NOT_FOUND',
      message: expect.stringContaining(name),
    });
  }
  expect(
    (await listAll(backend, { query: { kind: 'everything' }, sort: BY_NUMBER, pageSize: 10 })).issues,
  ).toHaveLength(1);
});

test('an aborted write does nothing', async () => {
  const signal = AbortSignal.abort();

  await expect(backend.createIssue({ title: 'x' }, { signal })).rejects.toMatchObject({ name: 'AbortError' });
  await expect(backend.getIssue(1)).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
});

test('pages refuse cursors of other lists, and sizes that are none', async () => {
  for (let at = 0; at < 3; at += 1) await backend.createIssue({ title: 'x' });
  const request = { query: { kind: 'everything' } as const, sort: BY_NUMBER, pageSize: 2 };
  const { next } = await backend.listIssues({ ...request, cursor: null });

  for (const wrong of [
    { ...request, cursor: 'nonsense' },
    { ...request, cursor: Buffer.from('{"key":"1"}').toString('base64url') },
    { ...request, cursor: next, sort: { field: 'number', descending: true } as const },
    { ...request, cursor: null, pageSize: 0 },
    { ...request, cursor: null, pageSize: 1.5 },
  ]) {
    await expect(backend.listIssues(wrong)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
});

test('a store that is opened again has everything, who did it included', async () => {
  const { path, remove } = temporaryStorePath();
  const first = openLocalBackend({ path, login: 'ann' });
  const issue = await first.createIssue({ title: 'kept' });
  await first.close();

  const second = openLocalBackend({ path, login: 'bob' });
  await second.createComment(1, 'by bob');

  expect(await second.getIssue(1)).toMatchObject({ id: issue.id, author: 'ann', commentCount: 1 });
  expect(await second.check()).toMatchObject({ login: 'bob', target: path, canWrite: true });
  expect((await second.listUsers(null)).items.map(({ login }) => login)).toEqual(['ann', 'bob']);
  expect(await second.currentUser()).toEqual({ id: 'bob', login: 'bob', name: null });
  expect(await second.isReadable()).toBe(true);
  const changes = openDatabase(path, []);
  expect(changes.prepare('SELECT login, kind FROM changes ORDER BY place').all()).toEqual([
    { login: 'ann', kind: 'issue-created' },
    { login: 'bob', kind: 'comment-created' },
  ]);
  changes.close();
  remove();
  expect(await second.isReadable()).toBe(false);
  await second.close();
});
