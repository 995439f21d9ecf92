import { expect, it } from 'vitest';
import type { Tracker } from './api.ts';
import { WRITES } from './read-only.ts';
import { openTrackers } from './testing/open-trackers.ts';

it.each(WRITES)('refuses %s before anything happens', async (name) => {
  const { as, coordination, requests } = openTrackers();
  const tracker = as('coder', { readOnly: true });
  const method: unknown = tracker[name as keyof Tracker];
  if (typeof method !== 'function') throw new Error(`${name} is no method`);

  await expect(method(1, {}, {})).rejects.toMatchObject({ code: 'READ_ONLY' });
  expect(requests).toEqual([]);
  expect(await coordination.lastSeq()).toBe(0);
});

it('reads, and shows the ready queue, but claims nothing from it', async () => {
  const { as, coordination } = openTrackers();
  await as('ann').create({ title: 'One' });
  const tracker = as('coder', { readOnly: true });

  expect((await tracker.list()).items).toHaveLength(1);
  expect(await tracker.ready()).toMatchObject([{ issue: { number: 1 }, claim: null }]);
  await expect(tracker.ready({ claim: {} })).rejects.toMatchObject({ code: 'READ_ONLY' });
  expect(await coordination.listClaims('memory')).toEqual([]);
});
