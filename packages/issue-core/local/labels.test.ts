import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LocalBackend } from './open-local-backend.ts';
import { openTestStore } from './testing/test-store.ts';

let backend: LocalBackend;

beforeEach(() => {
  backend = openTestStore();
});
afterEach(() => backend.close());

test('a label exists by being used, in the form that it was given first', async () => {
  await backend.createIssue({ title: 'x', labels: ['Needs Review'] });
  await backend.createIssue({ title: 'y', labels: ['needs review', 'a,b'] });

  const { items, total } = await backend.listLabels(null);

  expect(items.map(({ name }) => name)).toEqual(['a,b', 'Needs Review']);
  expect(total).toBe(2);
  expect((await backend.getIssue(2)).labels).toEqual(['a,b', 'Needs Review']);
});

test('saving makes a label or changes its look', async () => {
  const made = await backend.saveLabel({ name: 'bug', color: '#FF0000', description: 'broken' });
  const changed = await backend.saveLabel({ name: 'BUG', color: '#00ff00', description: '' });

  expect(made).toEqual({ name: 'bug', color: '#ff0000', description: 'broken' });
  expect(changed).toEqual({ name: 'bug', color: '#00ff00', description: '' });
  const odd = backend.saveLabel({ name: 'odd', color: 'red', description: '' });
  await expect(odd).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('color'),
  });
});

test('a new name is on all issues, and news of them', async () => {
  await backend.createIssue({ title: 'x', labels: ['old'] });
  await backend.createIssue({ title: 'y' });
  const { cursor } = await backend.changedIssues(null, 10);

  await backend.renameLabel('OLD', 'New');
  await backend.renameLabel('new', 'NEW');

  const { items } = await backend.changedIssues(cursor, 10);
  expect(items.map(({ number, labels }) => [number, labels])).toEqual([[1, ['NEW']]]);
});

test('a name that is taken, missing, or a field is refused', async () => {
  await backend.createIssue({ title: 'x', labels: ['one', 'two'] });

  await expect(backend.renameLabel('one', 'TWO')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  await expect(backend.renameLabel('never', 'x')).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  await expect(backend.renameLabel('one', 'priority:high')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(backend.deleteLabel('never')).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
});

test('a deleted label is on no issue, which is news of them', async () => {
  await backend.createIssue({ title: 'x', labels: ['gone', 'kept'] });
  const { cursor } = await backend.changedIssues(null, 10);

  await backend.deleteLabel('Gone');

  expect((await backend.changedIssues(cursor, 10)).items[0]?.labels).toEqual(['kept']);
});

test('labels come in pages', async () => {
  for (let at = 0; at < 3; at += 1) {
    const labels = Array.from({ length: 50 }, (_, place) => `label ${at * 50 + place}`);
    await backend.createIssue({ title: 'x', labels });
  }

  const first = await backend.listLabels(null);
  const second = await backend.listLabels(first.next);

  expect(new Set([...first.items, ...second.items].map(({ name }) => name)).size).toBe(150);
  expect(second.next).toBeNull();
});
