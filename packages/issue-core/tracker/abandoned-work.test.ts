import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { expect, it, onTestFinished } from 'vitest';
import type { CapabilityTable } from '../backend/capabilities.ts';
import type { IssueBackend } from '../backend/port.ts';
import { openTemporary } from '../coordination/testing/open-temporary.ts';
import { openLocalBackend } from '../local/open-local-backend.ts';
import { openMemoryBackend } from '../testing/memory-backend.ts';
import type { Tracker } from './api.ts';
import { createTracker } from './tracker.ts';

const MINUTE_MS = 60_000;

interface Opened {
  readonly ann: Tracker;
  readonly coder: Tracker;
  readonly tester: Tracker;
  /** Until a claim of a minute has run out. */
  wait(): void;
  /** The next request to read an issue fails. */
  fail(): void;
  /** What happens while the tracker takes the next change. */
  meanwhile(happens: () => void): void;
}

function open(
  kind: 'local' | 'memory',
  capabilities: Partial<CapabilityTable> = { 'close-reason': 'beside' },
): Opened {
  const { coordination, clock, path } = openTemporary();
  const now = () => clock.now().getTime();
  const store =
    kind === 'local'
      ? openLocalBackend({ path, login: 'ann', now })
      : openMemoryBackend({ now: clock.now, capabilities });
  onTestFinished(() => store.close());
  let fails = false;
  let happens: (() => void) | null = null;
  const backend: IssueBackend = {
    ...store,
    async getIssue(number) {
      if (!fails) return store.getIssue(number);
      fails = false;
      throw new FixpointError('FORGE_UNAVAILABLE', 'not now');
    },
    async updateIssue(...change) {
      const updated = await store.updateIssue(...change);
      happens?.();
      return updated;
    },
  };
  const as = (agent: string) =>
    createTracker({ backendName: 'store', backend, coordination, identity: { agent }, now: clock.now });
  return {
    ann: as('ann'),
    coder: as('coder'),
    tester: as('tester'),
    wait: () => clock.advance(MINUTE_MS),
    fail: () => {
      fails = true;
    },
    meanwhile: (what) => {
      happens = what;
    },
  };
}

/** The coder began the first of two issues, and is gone; Ann works on the second herself. */
async function leftBehind(kind: 'local' | 'memory'): Promise<Opened> {
  const opened = open(kind);
  const { ann, coder, wait } = opened;
  await ann.create({ title: 'Begun by an agent' });
  await ann.create({ title: 'Begun by a person', state: 'in_progress' });
  await coder.claim(1, { ttlMs: MINUTE_MS });
  await coder.edit(1, { state: 'in_progress' });
  expect(await ready(ann)).toEqual([]);
  wait();
  return opened;
}

async function ready(tracker: Tracker): Promise<readonly number[]> {
  const queue = (await tracker.ready()).map(({ issue }) => issue.number);
  const listed = await tracker.list({ query: 'is:ready', sort: { field: 'number', descending: false } });
  expect(listed.items.map(({ number }) => number)).toEqual(queue);
  return queue;
}

const KINDS = ['local', 'memory'] as const;

it.each(KINDS)('gives the work of an agent that died to the next one (%s)', async (kind) => {
  const { ann, tester } = await leftBehind(kind);
  const before = [await ready(ann), (await ann.facts(1)).abandoned, (await ann.facts(2)).abandoned];

  const [taken] = await tester.ready({ claim: {} });

  expect(before).toEqual([[1], true, false]);
  expect(taken).toMatchObject({
    issue: { number: 1, state: 'in_progress' },
    claim: { token: 2, agent: 'tester' },
  });
  expect(await ready(ann)).toEqual([]);
  expect(await tester.ready({ claim: {} })).toEqual([]);
});

it.each(KINDS)('leaves alone what was given back, also by whoever took it up again (%s)', async (kind) => {
  const { ann, tester, wait } = await leftBehind(kind);
  const { token } = await tester.claim(1, { ttlMs: MINUTE_MS });
  await tester.release(1, token);
  const given = await ready(ann);
  wait();

  expect(given).toEqual([]);
  expect(await ready(ann)).toEqual([]);
});

it.each(KINDS)('leaves alone what somebody set the state of since, and what is closed (%s)', async (kind) => {
  const { ann } = await leftBehind(kind);
  await ann.edit(1, { addLabels: ['seen'], body: 'More' });
  const remarked = await ready(ann);
  await ann.close(1);
  const closed = await ready(ann);
  await ann.reopen(1);
  const reopened = await ready(ann);
  await ann.edit(1, { state: 'in_progress' });

  expect([remarked, closed, reopened]).toEqual([[1], [], [1]]);
  expect(await ready(ann)).toEqual([]);
});

it.each(KINDS)('leaves alone what somebody says to be in progress, as it already is (%s)', async (kind) => {
  const { ann } = await leftBehind(kind);

  await ann.edit(1, { state: 'in_progress', addAssignees: ['ann'] });

  expect(await ready(ann)).toEqual([]);
});

it('gives on what an agent set in progress at a tracker so slow that its claim ran out meanwhile', async () => {
  const { ann, coder, wait, meanwhile } = open('memory', {});
  await ann.create({ title: 'One' });
  const { token } = await coder.claim(1, { ttlMs: MINUTE_MS });
  meanwhile(wait);

  await coder.edit(1, { state: 'in_progress' }, { fencingToken: token });

  expect(await ready(ann)).toEqual([1]);
});

it.each(KINDS)('knows nothing of an issue that is gone (%s)', async (kind) => {
  const { ann } = await leftBehind(kind);
  await ann.delete(1);

  expect(await ready(ann)).toEqual([]);
});

it.each(KINDS)('waits as every other issue does for blockers and deferrals (%s)', async (kind) => {
  const { ann, wait } = await leftBehind(kind);
  await ann.link(1, { kind: 'blocked_by', number: 2 });
  const blocked = await ready(ann);
  await ann.close(2);
  await ann.defer(1, '2026-01-01T00:02:00Z');
  const deferred = await ready(ann);
  wait();

  expect([blocked, deferred]).toEqual([[], []]);
  expect(await ready(ann)).toEqual([1]);
});

it.each(KINDS)('loses no abandoned work when a claim of it cannot be completed (%s)', async (kind) => {
  const { ann, tester, fail } = await leftBehind(kind);
  await ready(ann);
  fail();
  await expect(tester.ready({ claim: {} })).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });

  expect((await ann.claims()).length).toBe(0);
  expect(await ready(ann)).toEqual([1]);
});

it('finds it behind many that people have in progress, and among many that ran out', async () => {
  const { ann, coder, wait } = open('local');
  for (let number = 1; number <= 250; number += 1) {
    const state = number <= 240 ? 'in_progress' : 'closed';
    await ann.create({ title: 'Task', priority: 'high', state: 'open' });
    if (number % 60 === 0 || number > 240) await coder.claim(number, { ttlMs: MINUTE_MS });
    if (number % 60 === 0 || number > 240) await coder.edit(number, { state });
    else await ann.edit(number, { state });
  }
  await ann.create({ title: 'Not begun', priority: 'low' });
  wait();

  expect(await ready(ann)).toEqual([60, 120, 180, 240, 251]);
});
