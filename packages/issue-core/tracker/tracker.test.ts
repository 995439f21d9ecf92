import { expect, it } from 'vitest';
import { openTrackers } from './testing/open-trackers.ts';
import { createTracker } from './tracker.ts';

it.each([
  ['an agent with capitals', { agent: 'Ann' }, 'memory'],
  ['an agent without a name', { agent: '' }, 'memory'],
  ['a backend without a name', { agent: 'ann' }, ''],
])('refuses %s', (_, identity, backendName) => {
  const { backend, coordination } = openTrackers();

  expect(() => createTracker({ backendName, backend, coordination, identity })).toThrow(/INVALID|name/);
});

it('reports labels and milestones, which belong to no issue', async () => {
  const { as, coordination } = openTrackers();
  const ann = as('ann');
  await ann.saveLabel({ name: 'bug', color: '#ff0000', description: '' });
  await ann.renameLabel('bug', 'defect');
  await ann.deleteLabel('defect');
  const { id } = await ann.createMilestone({ title: 'v1' });
  await ann.updateMilestone(id, { title: 'v2', dueOn: '2026-02-01' });
  const listed = await ann.listMilestones();
  await ann.deleteMilestone(id);

  const { events } = await coordination.events({ after: null, limit: 99 });

  expect(listed.items).toMatchObject([{ id, title: 'v2', dueOn: '2026-02-01', state: 'open' }]);
  expect(events.map(({ type, issue, payload }) => [type, issue, payload])).toEqual([
    ['label-saved', null, { name: 'bug' }],
    ['label-renamed', null, { from: 'bug', to: 'defect' }],
    ['label-deleted', null, { name: 'defect' }],
    ['milestone-saved', null, { id, title: 'v1' }],
    ['milestone-saved', null, { id, title: 'v2' }],
    ['milestone-deleted', null, { id }],
  ]);
});

it('reports nothing that did not happen', async () => {
  const { as, coordination } = openTrackers();
  const ann = as('ann');
  await ann.create({ title: 'One' });

  await expect(ann.renameLabel('none', 'some')).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  await expect(ann.comment(9, 'Hi')).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  await expect(ann.comment(1, ' \n')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(ann.defer(9, '2026-02-01')).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  await expect(ann.setAgentState(9, {})).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  expect(await coordination.lastSeq()).toBe(1);
});

it('pages through comments in the middle of the pages of the tracker', async () => {
  const { as } = openTrackers();
  const ann = as('ann');
  await ann.create({ title: 'One' });
  for (let i = 1; i <= 120; i += 1) await ann.comment(1, `${i}`);

  const bodies: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await ann.listComments(1, { limit: 35, cursor });
    bodies.push(...page.items.map(({ body }) => body));
    cursor = page.next;
  } while (cursor !== null);

  expect(bodies).toEqual(Array.from({ length: 120 }, (_, i) => `${i + 1}`));
  expect((await ann.listComments(1)).total).toBe(120);
});

it('shows an issue with all that is kept beside it', async () => {
  const { as } = openTrackers();
  const [ann, coder] = [as('ann'), as('coder')];
  await ann.create({ title: 'One' });
  await ann.create({ title: 'Two' });
  await ann.link(1, { kind: 'blocked_by', number: 2 });
  await ann.defer(1, '2026-02-01');
  const claim = await coder.claim(1);
  const state = await coder.setAgentState(1, { step: 1 }, { expectedRevision: 0 });

  expect(await ann.show(1)).toEqual({
    issue: await ann.get(1),
    links: [{ kind: 'blocked_by', number: 2 }],
    claim,
    deferredUntil: '2026-02-01T00:00:00.000Z',
    agentStates: [state],
  });
  expect(await ann.getAgentState(1)).toBeNull();
  expect(await ann.getAgentState(1, 'coder')).toEqual(state);
  await expect(coder.setAgentState(1, {}, { expectedRevision: 0 })).rejects.toMatchObject({
    code: 'EDIT_CONFLICT',
  });
});

it('keeps the events of other trackers in the same store apart', async () => {
  const { as, coordination } = openTrackers();
  const ann = as('ann');
  await coordination.claim({ backend: 'other', issue: 1, agent: 'coder' });
  await ann.create({ title: 'One' });

  const page = await ann.events({ after: null, limit: 10 });
  const nothing = await ann.waitForEvents({ after: page.cursor, limit: 10 }, AbortSignal.abort(), 1_000);

  expect(page.events.map(({ seq, backend }) => [seq, backend])).toEqual([[2, 'memory']]);
  expect(nothing).toEqual({ events: [], cursor: 2 });
});

it('takes over, renews and gives back', async () => {
  const { as, clock } = openTrackers();
  const [coder, tester] = [as('coder'), as('tester')];
  await coder.create({ title: 'One' });
  const first = await coder.claim(1, { ttlMs: 60_000 });
  await expect(tester.claim(1)).rejects.toMatchObject({ code: 'CLAIM_HELD' });
  const second = await tester.claim(1, { takeover: true, ttlMs: 60_000 });
  clock.advance(30_000);
  const renewed = await tester.heartbeat(1, second.token);

  expect(await coder.release(1, first.token)).toBe(false);
  expect(renewed.expiresAt).toBe('2026-01-01T00:01:30.000Z');
  expect(await tester.release(1, second.token)).toBe(true);
  await expect(tester.heartbeat(1, second.token)).rejects.toMatchObject({ code: 'CLAIM_LOST' });
});

it("lets nobody renew or give back another's claim", async () => {
  const { as } = openTrackers();
  await as('coder').create({ title: 'One' });
  const { token } = await as('coder').claim(1);

  await expect(as('tester').heartbeat(1, token)).rejects.toMatchObject({ code: 'CLAIM_HELD' });
  await expect(as('tester').release(1, token)).rejects.toMatchObject({ code: 'CLAIM_HELD' });
  expect(await as('tester').claims()).toMatchObject([{ agent: 'coder', token }]);
});

it('reports even the longest labels, because the write is done by then', async () => {
  const { as, reported } = openTrackers();
  const labels = Array.from({ length: 100 }, (_, i) => `${i}${'標'.repeat(250)}`);
  await as('ann').create({ title: 'One' });

  await as('ann').edit(1, { labels });

  expect((await reported()).at(-1)).toEqual(['labelled', 'ann', 1]);
});

it.each(['', ' ', '../x', 'a\\b', 'a\0b', 'x'.repeat(256)])(
  'attaches no file that is named %j',
  async (name) => {
    const { as, requests } = openTrackers();

    const attach = as('ann').attach(1, { name, bytes: new Uint8Array(1) });

    await expect(attach).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(requests).toEqual([]);
  },
);

it('attaches a file and lists it', async () => {
  const { as, reported } = openTrackers();
  const ann = as('ann');
  await ann.create({ title: 'One' });

  const attachment = await ann.attach(1, { name: 'log.txt', bytes: new Uint8Array(3) });

  expect(await ann.listAttachments(1)).toEqual([attachment]);
  expect((await reported()).at(-1)).toEqual(['attached', 'ann', 1]);
});
