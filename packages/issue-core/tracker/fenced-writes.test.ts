import { expect, it, onTestFinished } from 'vitest';
import type { IssueBackend } from '../backend/port.ts';
import type { Coordination } from '../coordination/port.ts';
import { openTemporary } from '../coordination/testing/open-temporary.ts';
import { openLocalBackend } from '../local/open-local-backend.ts';
import { openMemoryBackend } from '../testing/memory-backend.ts';
import type { Tracker, TrackerWrite } from './api.ts';
import { createTracker } from './tracker.ts';

type Write = (tracker: Tracker, write: TrackerWrite, commentId: string) => Promise<unknown>;

const LATER = '2026-02-01T00:00:00.000Z';
const WORK: readonly (readonly [string, Write])[] = [
  ['starts it', (it, write) => it.edit(1, { state: 'in_progress' }, write)],
  ['closes it', (it, write) => it.close(1, { reason: 'duplicate', comment: 'Done' }, write)],
  ['assigns it', (it, write) => it.assign(1, ['bob'], write)],
  ['deletes it', (it, write) => it.delete(1, write)],
];
const REMARKS: readonly (readonly [string, Write])[] = [
  ['edits its text', (it, write) => it.edit(1, { title: 'Other', parent: 2 }, write)],
  ['comments', (it, write) => it.comment(1, 'Hello', write)],
  ['edits a comment', (it, write, commentId) => it.editComment(1, commentId, 'Other', write)],
  ['deletes a comment', (it, write, commentId) => it.deleteComment(1, commentId, write)],
  ['links', (it, write) => it.link(1, { kind: 'blocked_by', number: 2 }, write)],
  ['unlinks', (it, write) => it.unlink(1, { kind: 'duplicates', number: 2 }, write)],
  ['attaches', (it, write) => it.attach(1, { name: 'a', bytes: new Uint8Array(1) }, write)],
  ['defers', (it, write) => it.defer(1, LATER, write)],
  ['notes', (it, write) => it.setAgentState(1, { n: 2 }, write)],
];

/** Somebody takes the issue over after the claim was found to hold, and before anything is written. */
function takenOverAfterCheck(coordination: Coordination): Coordination {
  let isTaken = false;
  async function takeOver(): Promise<void> {
    if (isTaken) return;
    isTaken = true;
    await coordination.claim({ backend: 'store', issue: 1, agent: 'tester', takeover: true });
  }
  return {
    ...coordination,
    async checkToken(key) {
      const claim = await coordination.checkToken(key);
      await takeOver();
      return claim;
    },
    async claimOf(key) {
      const claim = await coordination.claimOf(key);
      await takeOver();
      return claim;
    },
  };
}

type Opened = ReturnType<typeof openTemporary>;

async function claimedByCoder(open: (opened: Opened) => IssueBackend) {
  const opened = openTemporary();
  const { coordination } = opened;
  const backend = open(opened);
  onTestFinished(() => backend.close());
  const as = (agent: string, overCoordination = coordination) =>
    createTracker({ backendName: 'store', backend, coordination: overCoordination, identity: { agent } });
  const coder = as('coder');
  await coder.create({ title: 'One' });
  await coder.create({ title: 'Two' });
  const { id } = await coder.comment(1, 'First');
  await coder.link(1, { kind: 'duplicates', number: 2 });
  await coder.setAgentState(1, { n: 1 });
  const { token } = await coder.claim(1);
  const late = as('coder', takenOverAfterCheck(coordination));
  return { backend, coordination, coder, late, token, commentId: id };
}

const openLocal = ({ path }: Opened) => openLocalBackend({ path, login: 'ann' });
/** What it cannot hold is kept in coordination. */
const openWithGaps = () =>
  openMemoryBackend({
    capabilities: {
      'close-reason': 'beside',
      parent: 'beside',
      'blocked-by': 'beside',
      duplicates: 'beside',
    },
  });

/** All of an issue that a write could touch, and what was reported. */
async function standing(tracker: Tracker, coordination: Coordination) {
  const { claim: _, ...detail } = await tracker.show(1);
  const { items } = await tracker.listComments(1);
  const { events } = await coordination.events({ after: null, limit: 1_000 });
  return {
    detail,
    comments: items,
    attachments: await tracker.listAttachments(1),
    reasons: await coordination.closeReasonsAmong('store', [1]),
    events: events.filter(({ type }) => type !== 'taken-over'),
  };
}

it.each([...WORK, ...REMARKS])(
  'refuses whoever %s at the local store under a token that is overtaken right then, and writes nothing',
  async (_, write) => {
    const { coordination, coder, late, token, commentId } = await claimedByCoder(openLocal);
    const before = await standing(coder, coordination);

    const written = write(late, { fencingToken: token }, commentId);

    await expect(written).rejects.toMatchObject({ code: 'CLAIM_LOST' });
    expect((await coordination.claimOf({ backend: 'store', issue: 1 }))?.agent).toBe('tester');
    expect(await standing(coder, coordination)).toEqual(before);
  },
);

it.each(WORK)('refuses its holder without a token who %s at the local store, likewise', async (_, write) => {
  const { coordination, coder, late, commentId } = await claimedByCoder(openLocal);
  const before = await standing(coder, coordination);

  await expect(write(late, {}, commentId)).rejects.toMatchObject({ code: 'CLAIM_HELD' });
  expect(await standing(coder, coordination)).toEqual(before);
});

it.each<readonly [string, Write]>([
  ['links', (it, write) => it.link(1, { kind: 'blocked_by', number: 2 }, write)],
  ['unlinks', (it, write) => it.unlink(1, { kind: 'duplicates', number: 2 }, write)],
  ['sets its parent', (it, write) => it.edit(1, { parent: 2 }, write)],
  ['defers', (it, write) => it.defer(1, LATER, write)],
  ['notes', (it, write) => it.setAgentState(1, { n: 2 }, write)],
])('refuses whoever %s beside a tracker under such a token, and writes nothing', async (_, write) => {
  const { coordination, coder, late, token, commentId } = await claimedByCoder(openWithGaps);
  const before = await standing(coder, coordination);

  const written = write(late, { fencingToken: token }, commentId);

  await expect(written).rejects.toMatchObject({ code: 'CLAIM_LOST' });
  expect(await standing(coder, coordination)).toEqual(before);
});

it('reports what a tracker had done when what is kept beside it is refused', async () => {
  const { coordination, coder, late, token } = await claimedByCoder(openWithGaps);

  const closed = late.close(1, { reason: 'duplicate' }, { fencingToken: token });

  await expect(closed).rejects.toMatchObject({ code: 'CLAIM_LOST' });
  const { detail, reasons, events } = await standing(coder, coordination);
  expect(detail.issue.state).toBe('closed');
  expect(reasons.size).toBe(0);
  expect(events.at(-1)).toMatchObject({
    type: 'state-changed',
    payload: { from: 'open', to: 'closed', closeReason: null },
  });
});

it('lets the writes of a group that are not refused stand', async () => {
  const { path, coordination } = openTemporary();
  const local = openLocalBackend({ path, login: 'ann' });
  onTestFinished(() => local.close());
  await local.createIssue({ title: 'One' });
  const key = { backend: 'store', issue: 1 };
  const { token } = await coordination.claim({ ...key, agent: 'coder' });
  const under = (held: number) => ({
    precondition: () => void coordination.atOnce.checkToken({ ...key, token: held }),
  });

  await local.importing(async () => {
    await local.createComment(1, 'before', under(token));
    await expect(local.createComment(1, 'stale', under(token + 1))).rejects.toMatchObject({
      code: 'CLAIM_LOST',
    });
    await local.createComment(1, 'after', under(token));
  });

  const { items } = await local.listComments(1, null);
  expect(items.map(({ body }) => body)).toEqual(['before', 'after']);
});
