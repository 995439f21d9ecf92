import { expect, it } from 'vitest';
import type { Tracker, TrackerWrite } from './api.ts';
import { openTrackers } from './testing/open-trackers.ts';

type Write = (tracker: Tracker, write: TrackerWrite) => Promise<unknown>;

const WORK: readonly (readonly [string, Write])[] = [
  ['starts it', (tracker, write) => tracker.edit(1, { state: 'in_progress' }, write)],
  ['starts it by its label', (tracker, write) => tracker.edit(1, { addLabels: ['in-progress'] }, write)],
  ['closes it', (tracker, write) => tracker.close(1, { comment: 'Done' }, write)],
  ['assigns it', (tracker, write) => tracker.assign(1, ['bob'], write)],
  ['replaces its assignees', (tracker, write) => tracker.edit(1, { assignees: [] }, write)],
  ['deletes it', (tracker, write) => tracker.delete(1, write)],
];

const REMARKS: readonly (readonly [string, Write])[] = [
  ['comments', (tracker, write) => tracker.comment(1, 'Hello', write)],
  ['labels', (tracker, write) => tracker.edit(1, { addLabels: ['bug'] }, write)],
  ['edits its text', (tracker, write) => tracker.edit(1, { title: 'Other', body: 'More' }, write)],
  ['sets its priority', (tracker, write) => tracker.edit(1, { priority: 'high' }, write)],
  ['links', (tracker, write) => tracker.link(1, { kind: 'relates', number: 2 }, write)],
  ['unlinks', (tracker, write) => tracker.unlink(1, { kind: 'duplicates', number: 2 }, write)],
  ['attaches', (tracker, write) => tracker.attach(1, { name: 'a', bytes: new Uint8Array(1) }, write)],
  ['defers', (tracker, write) => tracker.defer(1, '2026-02-01', write)],
  ['notes', (tracker, write) => tracker.setAgentState(1, { n: 1 }, write)],
];

async function claimedByCoder() {
  const trackers = openTrackers();
  const coder = trackers.as('coder');
  await coder.create({ title: 'One' });
  await coder.create({ title: 'Two' });
  await coder.assign(1, ['cy']);
  await coder.link(1, { kind: 'duplicates', number: 2 });
  const { token } = await coder.claim(1);
  return { ...trackers, coder, token };
}

it.each(WORK)('refuses another without the claim who %s', async (_, write) => {
  const { as, backend } = await claimedByCoder();
  const before = await backend.getIssue(1);

  await expect(write(as('ann'), {})).rejects.toMatchObject({ code: 'CLAIM_HELD' });
  expect(await backend.getIssue(1)).toEqual(before);
});

it.each(REMARKS)('lets another without the claim who %s', async (_, write) => {
  const { as, reported } = await claimedByCoder();
  const before = await reported();

  await write(as('ann'), {});

  expect((await reported()).slice(before.length)).toEqual([[expect.any(String), 'ann', 1]]);
});

it.each([...WORK, ...REMARKS])(
  'refuses a stale token of whoever %s, and changes nothing',
  async (_, write) => {
    const { as, backend, coder, token, reported } = await claimedByCoder();
    await as('tester').claim(1, { takeover: true });
    const [issue, events] = [await backend.getIssue(1), await reported()];

    await expect(write(coder, { fencingToken: token })).rejects.toMatchObject({ code: 'CLAIM_LOST' });
    expect([await backend.getIssue(1), await reported()]).toEqual([issue, events]);
  },
);

it.each([...WORK, ...REMARKS])('lets the holder who %s, with its token and without', async (_, write) => {
  for (const withToken of [true, false]) {
    const { coder, token, reported } = await claimedByCoder();
    const before = await reported();

    await write(coder, withToken ? { fencingToken: token } : {});

    expect((await reported()).slice(before.length)).toContainEqual([expect.any(String), 'coder', 1]);
  }
});

it('refuses a token that ran out, although nobody else has taken the issue', async () => {
  const { coder, token, clock } = await claimedByCoder();
  clock.advance(15 * 60_000);

  const comment = coder.comment(1, 'Still here', { fencingToken: token });

  await expect(comment).rejects.toMatchObject({ code: 'CLAIM_LOST' });
  await expect(coder.comment(1, 'As anybody')).resolves.toMatchObject({ body: 'As anybody' });
});

it("refuses the right token in another's hands, and a token on an issue that nobody claimed", async () => {
  const { as, token } = await claimedByCoder();

  await expect(as('ann').comment(1, 'Hi', { fencingToken: token })).rejects.toMatchObject({
    code: 'CLAIM_HELD',
  });
  await expect(as('ann').comment(2, 'Hi', { fencingToken: 1 })).rejects.toMatchObject({ code: 'CLAIM_LOST' });
});
