import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LocalBackend } from './open-local-backend.ts';
import { openTestStore } from './testing/test-store.ts';

let backend: LocalBackend;

beforeEach(() => {
  backend = openTestStore();
});
afterEach(() => backend.close());

test('a milestone is made, changed bit by bit, and goes', async () => {
  const made = await backend.createMilestone({ title: 'v1', dueOn: '2026-02-28' });
  const changed = await backend.updateMilestone(made.id, { state: 'closed', description: 'first' });

  expect(made).toEqual({ id: made.id, title: 'v1', description: '', state: 'open', dueOn: '2026-02-28' });
  expect(changed).toEqual({ ...made, state: 'closed', description: 'first' });
  expect(await backend.updateMilestone(made.id, { dueOn: null })).toEqual({ ...changed, dueOn: null });
  await backend.deleteMilestone(made.id);
  expect((await backend.listMilestones(null)).items).toEqual([]);
});

test('a new title is on all issues, and an end takes it off; both are news of them', async () => {
  const { id } = await backend.createMilestone({ title: 'v1' });
  await backend.createIssue({ title: 'x', milestone: 'V1' });
  await backend.createIssue({ title: 'y' });
  const { cursor } = await backend.changedIssues(null, 10);

  await backend.updateMilestone(id, { title: 'v2' });
  const renamed = await backend.changedIssues(cursor, 10);
  await backend.deleteMilestone(id);
  const ended = await backend.changedIssues(renamed.cursor, 10);

  expect(renamed.items.map(({ number, milestone }) => [number, milestone])).toEqual([[1, 'v2']]);
  expect(ended.items.map(({ number, milestone }) => [number, milestone])).toEqual([[1, null]]);
});

test('titles are taken once, ids are never used again, and days are days', async () => {
  const first = await backend.createMilestone({ title: 'one' });
  const second = await backend.createMilestone({ title: 'two' });

  await expect(backend.createMilestone({ title: 'ONE' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  const taken = backend.updateMilestone(second.id, { title: 'One' });
  await expect(taken).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  expect((await backend.updateMilestone(first.id, { title: 'ONE' })).title).toBe('ONE');
  await backend.deleteMilestone(second.id);
  expect((await backend.createMilestone({ title: 'three' })).id).not.toBe(second.id);
  for (const id of [second.id, 'x', '', '1.0']) {
    await expect(backend.updateMilestone(id, {})).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  }
  for (const dueOn of ['2026-02-30', 'tomorrow']) {
    await expect(backend.createMilestone({ title: 'x', dueOn })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  }
});
