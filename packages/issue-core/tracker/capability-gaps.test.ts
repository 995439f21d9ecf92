import { expect, it } from 'vitest';
import type { Capability } from '../backend/capabilities.ts';
import type { Tracker } from './api.ts';
import { openTrackers } from './testing/open-trackers.ts';

const UNSUPPORTED: readonly (readonly [Capability, string, (tracker: Tracker) => Promise<unknown>])[] = [
  ['in-progress', 'edit', (it) => it.edit(1, { state: 'in_progress' })],
  ['in-progress', 'create', (it) => it.create({ title: 'x', labels: ['in-progress'] })],
  ['close-reason', 'close', (it) => it.close(1, { reason: 'duplicate' })],
  ['type', 'create', (it) => it.create({ title: 'x', type: 'bug' })],
  ['priority', 'label', (it) => it.edit(1, { addLabels: ['priority:high'] })],
  ['several-assignees', 'create', (it) => it.create({ title: 'x', assignees: ['a', 'b'] })],
  ['milestones', 'edit', (it) => it.edit(1, { milestone: 'v1' })],
  ['milestones', 'list', (it) => it.listMilestones()],
  ['parent', 'edit', (it) => it.edit(1, { parent: 2 })],
  ['blocked-by', 'link', (it) => it.link(1, { kind: 'blocks', number: 2 })],
  ['relates', 'unlink', (it) => it.unlink(1, { kind: 'relates', number: 2 })],
  ['duplicates', 'link', (it) => it.link(1, { kind: 'duplicated_by', number: 2 })],
  ['attachments', 'attach', (it) => it.attach(1, { name: 'a', bytes: new Uint8Array() })],
  ['delete-issue', 'delete', (it) => it.delete(1)],
  ['delete-comment', 'delete', (it) => it.deleteComment(1, 'c1')],
];

it.each(UNSUPPORTED)(
  'refuses %s (%s) before the tracker is asked for anything',
  async (capability, _, use) => {
    const { as, requests } = openTrackers({ capabilities: { [capability]: 'unsupported' } });

    await expect(use(as('ann'))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining(`memory (memory) has no ${capability}`),
    });
    expect(requests).toEqual([]);
  },
);

it('refuses a second assignee where there can be one, and takes one in place of another', async () => {
  const { as } = openTrackers({ capabilities: { 'several-assignees': 'unsupported' } });
  const ann = as('ann');
  await ann.create({ title: 'One', assignees: ['bob'] });

  await expect(ann.assign(1, ['cy'])).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  expect((await ann.edit(1, { assignees: ['cy'] })).assignees).toEqual(['cy']);
});

it('closes without a reason where there is none to be had', async () => {
  const { as } = openTrackers({ capabilities: { 'close-reason': 'unsupported' } });
  const ann = as('ann');
  await ann.create({ title: 'One' });

  expect(await ann.close(1)).toMatchObject({ state: 'closed', closeReason: null });
});

it('keeps the reason beside a tracker that has none, and forgets it when the issue is opened', async () => {
  const { as, backend } = openTrackers({ capabilities: { 'close-reason': 'beside' } });
  const ann = as('ann');
  await ann.create({ title: 'One' });
  const closed = await ann.close(1, { reason: 'duplicate' });
  const listed = await ann.list({ query: 'reason:duplicate' });
  const reopened = await ann.reopen(1);

  expect(closed).toMatchObject({ state: 'closed', closeReason: 'duplicate' });
  expect((await backend.getIssue(1)).closeReason).toBeNull();
  expect(listed.items.map(({ number }) => number)).toEqual([1]);
  expect(reopened.closeReason).toBeNull();
  await backend.updateIssue(1, { state: 'closed' });
  expect((await ann.get(1)).closeReason).toBeNull();
});

it('keeps parents beside, and shows them as if the tracker had them', async () => {
  const { as, backend, reported } = openTrackers({ capabilities: { parent: 'beside' } });
  const ann = as('ann');
  await ann.create({ title: 'Parent' });
  const child = await ann.create({ title: 'Child', parent: 1 });
  await ann.create({ title: 'Other' });

  expect(child.parent).toBe(1);
  expect((await backend.getIssue(2)).parent).toBeNull();
  expect((await ann.list({ query: 'parent:1' })).items.map(({ number }) => number)).toEqual([2]);
  expect((await ann.edit(2, { parent: 3 })).parent).toBe(3);
  expect((await ann.edit(2, { parent: null })).parent).toBeNull();
  expect((await reported()).slice(2)).toEqual([
    ['linked', 'ann', 2],
    ['issue-created', 'ann', 3],
    ['unlinked', 'ann', 2],
    ['linked', 'ann', 2],
    ['unlinked', 'ann', 2],
  ]);
});

it('creates nothing for a parent that is not there', async () => {
  const { as } = openTrackers({ capabilities: { parent: 'beside' } });
  const ann = as('ann');

  await expect(ann.create({ title: 'Child', parent: 9 })).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  expect((await ann.list()).items).toEqual([]);
});
