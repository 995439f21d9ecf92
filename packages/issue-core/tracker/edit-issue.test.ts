import { expect, it } from 'vitest';
import { openTrackers } from './testing/open-trackers.ts';

it("tells the tracker what is added and removed, so that nobody else's labels are lost", async () => {
  let meanwhile: (() => Promise<unknown>) | null = null;
  const { as, backend } = openTrackers({
    async onRequest(method) {
      if (method !== 'updateIssue' || meanwhile === null) return;
      const now = meanwhile;
      meanwhile = null;
      await now();
    },
  });
  const ann = as('ann');
  await ann.create({ title: 'One', labels: ['bug', 'ui', 'keep'] });
  meanwhile = () => backend.updateIssue(1, { addLabels: ['theirs'] });

  const issue = await ann.edit(1, { labels: ['UI', 'new', 'New', 'keep'] });

  expect(issue.labels.toSorted()).toEqual(['keep', 'new', 'theirs', 'ui']);
});

it('writes nothing and reports nothing when all is so already', async () => {
  const { as, backend, requests, reported } = openTrackers();
  const ann = as('ann');
  await ann.createMilestone({ title: 'V1' });
  const fields = { title: 'One', type: 'bug', priority: 'high', milestone: 'V1' } as const;
  const before = await ann.create({ ...fields, labels: ['UI'], assignees: ['bob'] });
  requests.length = 0;

  const after = await ann.edit(1, {
    ...fields,
    type: 'BUG',
    milestone: 'v1',
    state: 'open',
    labels: ['ui'],
    addAssignees: ['Bob'],
  });

  expect(after).toEqual(before);
  expect(requests).toEqual(['getIssue']);
  expect((await backend.getIssue(1)).updatedAt).toBe(before.updatedAt);
  expect(await reported()).toHaveLength(2);
});

it('takes a label that carries a field for the field', async () => {
  const { as } = openTrackers();
  const ann = as('ann');
  await ann.create({ title: 'One', labels: ['priority:low', 'type:bug', 'x'] });

  const started = await ann.edit(1, {
    addLabels: ['in-progress', 'Priority:High'],
    removeLabels: ['type:bug'],
  });
  const stopped = await ann.edit(1, { removeLabels: ['in-progress', 'priority:low'] });

  expect(started).toMatchObject({ state: 'in_progress', priority: 'high', type: null, labels: ['x'] });
  expect(stopped).toMatchObject({ state: 'open', priority: 'high' });
});

it('moves through all states, with a reason while it is closed', async () => {
  const { as, coordination } = openTrackers();
  const ann = as('ann');
  await ann.create({ title: 'One' });

  const states = [
    await ann.edit(1, { state: 'in_progress' }),
    await ann.close(1, { reason: 'not_planned', comment: 'Not now.' }),
    await ann.edit(1, { closeReason: 'duplicate' }),
    await ann.reopen(1, { comment: 'Now.' }),
    await ann.reopen(1),
    await ann.close(1),
    await ann.edit(1, { state: 'in_progress' }),
  ];

  expect(states.map(({ state, closeReason }) => [state, closeReason])).toEqual([
    ['in_progress', null],
    ['closed', 'not_planned'],
    ['closed', 'duplicate'],
    ['open', null],
    ['open', null],
    ['closed', 'completed'],
    ['in_progress', null],
  ]);
  expect((await ann.listComments(1)).items.map(({ body }) => body)).toEqual(['Not now.', 'Now.']);
  const { events } = await coordination.events({ after: null, limit: 99, types: ['state-changed'] });
  expect(events.map(({ payload }) => payload)).toEqual([
    { from: 'open', to: 'in_progress', closeReason: null },
    { from: 'in_progress', to: 'closed', closeReason: 'not_planned' },
    { from: 'closed', to: 'closed', closeReason: 'duplicate' },
    { from: 'closed', to: 'open', closeReason: null },
    { from: 'open', to: 'closed', closeReason: 'completed' },
    { from: 'closed', to: 'in_progress', closeReason: null },
  ]);
});

it('refuses to close with a comment that says nothing, before it closes', async () => {
  const { as } = openTrackers();
  const ann = as('ann');
  await ann.create({ title: 'One' });

  await expect(ann.close(1, { comment: ' ' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect((await ann.get(1)).state).toBe('open');
});

it('refuses an edit that was thought out on an older issue', async () => {
  const { as } = openTrackers();
  const ann = as('ann');
  const { updatedAt } = await ann.create({ title: 'One' });
  await ann.edit(1, { title: 'Two', expectedUpdatedAt: updatedAt });

  const late = ann.edit(1, { title: 'Three', expectedUpdatedAt: updatedAt });

  await expect(late).rejects.toMatchObject({ code: 'EDIT_CONFLICT' });
  expect((await ann.get(1)).title).toBe('Two');
});

it.each([
  ['labels and deltas together', { labels: ['a'], addLabels: ['b'] }],
  ['assignees and deltas together', { assignees: [], removeAssignees: ['b'] }],
  ['a reason for an open issue', { closeReason: 'completed' }],
  ['a reason for what is opened', { state: 'open', closeReason: 'completed' }],
  ['an empty title', { title: '  ' }],
  ['a title of 1,001 characters', { title: 'x'.repeat(1_001) }],
  ['a body of more than a million', { body: 'x'.repeat(1_000_001) }],
] as const)('refuses %s', async (_, edit) => {
  const { as, backend } = openTrackers();
  const ann = as('ann');
  const before = await ann.create({ title: 'One' });

  await expect(ann.edit(1, edit)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await backend.getIssue(1)).toEqual(before);
});

it('creates once for one operation, and reports it once', async () => {
  const { as, reported } = openTrackers();
  const ann = as('ann');
  const created = [
    await ann.create({ title: 'One' }, { operationId: 'op-1' }),
    await ann.create({ title: 'One' }, { operationId: 'op-1' }),
  ];
  const comments = [
    await ann.comment(1, 'Hi', { operationId: 'op-2' }),
    await ann.comment(1, 'Hi', { operationId: 'op-2' }),
  ];

  expect(created.map(({ number }) => number)).toEqual([1, 1]);
  expect(new Set(comments.map(({ id }) => id)).size).toBe(1);
  expect(await reported()).toEqual([
    ['issue-created', 'ann', 1],
    ['commented', 'ann', 1],
  ]);
});

it('reports each kind of change as its own event', async () => {
  const { as, coordination } = openTrackers();
  const ann = as('ann');
  await ann.create({ title: 'One', labels: ['old'] });
  await ann.create({ title: 'Two' });
  await ann.edit(1, {
    title: 'New',
    priority: 'low',
    state: 'in_progress',
    labels: ['new'],
    assignees: ['bob'],
    parent: 2,
  });
  await ann.edit(1, { parent: null });
  const comment = await ann.comment(1, 'Hi');
  await ann.editComment(1, comment.id, 'Hello');
  await ann.deleteComment(1, comment.id);
  await ann.delete(1);

  const { events } = await coordination.events({ after: 2, limit: 99 });

  expect(events.map(({ type, payload }) => [type, payload])).toEqual([
    ['issue-edited', { fields: ['title', 'priority'] }],
    ['state-changed', { from: 'open', to: 'in_progress', closeReason: null }],
    ['labelled', { added: ['new'], removed: ['old'] }],
    ['assigned', { added: ['bob'], removed: [] }],
    ['linked', { kind: 'parent', number: 2 }],
    ['unlinked', { kind: 'parent', number: 2 }],
    ['commented', { commentId: comment.id }],
    ['comment-edited', { commentId: comment.id }],
    ['comment-deleted', { commentId: comment.id }],
    ['deleted', { title: 'New' }],
  ]);
});

it('stops before the write when the signal fired', async () => {
  const { as } = openTrackers();
  const ann = as('ann');
  await ann.create({ title: 'One' });

  const edit = ann.edit(1, { title: 'Two' }, { signal: AbortSignal.abort() });

  await expect(edit).rejects.toThrow(/abort/i);
  expect((await ann.get(1)).title).toBe('One');
});
