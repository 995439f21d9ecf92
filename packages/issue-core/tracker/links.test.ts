import { expect, it } from 'vitest';
import type { CapabilityTable } from '../backend/capabilities.ts';
import { LINK_KINDS } from '../model/link.ts';
import { openTrackers, type Trackers } from './testing/open-trackers.ts';

const HOMES: readonly (readonly [string, Partial<CapabilityTable>])[] = [
  ['all in the tracker', {}],
  ['all beside', { parent: 'beside', 'blocked-by': 'beside', relates: 'beside', duplicates: 'beside' }],
  ['parents beside', { parent: 'beside' }],
  ['blockers beside', { 'blocked-by': 'beside' }],
];

async function withIssues(count: number, capabilities: Partial<CapabilityTable>): Promise<Trackers> {
  const trackers = openTrackers({ capabilities });
  for (let i = 0; i < count; i += 1) await trackers.as('ann').create({ title: `Issue ${i + 1}` });
  return trackers;
}

it.each(HOMES)('shows links from both ends, adds and removes each once: %s', async (_, capabilities) => {
  const { as, coordination } = await withIssues(2, capabilities);
  const ann = as('ann');

  for (const kind of LINK_KINDS) {
    const start = await coordination.lastSeq();
    await ann.link(1, { kind, number: 2 });
    await ann.link(1, { kind, number: 2 });
    const [here, there] = [await ann.links(1), await ann.links(2)];
    await ann.unlink(1, { kind, number: 2 });
    await ann.unlink(1, { kind, number: 2 });

    expect([here, there]).toMatchObject([[{ kind, number: 2 }], [{ number: 1 }]]);
    expect(await ann.links(2)).toEqual([]);
    const { events } = await coordination.events({ after: start, limit: 9 });
    expect(events.map(({ type, payload }) => [type, payload])).toEqual([
      ['linked', { kind, number: 2 }],
      ['unlinked', { kind, number: 2 }],
    ]);
  }
});

it('removes what was kept beside before the tracker could have it, as where a licence was bought', async () => {
  const { as, coordination } = await withIssues(2, { duplicates: 'beside' });
  const ann = as('ann');
  await coordination.addLink({ backend: 'memory', issue: 1 }, { kind: 'blocked_by', number: 2 }, 'ann');
  expect(await ann.links(1)).toEqual([{ kind: 'blocked_by', number: 2 }]);

  await ann.unlink(1, { kind: 'blocked_by', number: 2 });

  expect(await ann.links(1)).toEqual([]);
});

it.each(HOMES)(
  'refuses circles over parents and blockers, wherever they are: %s',
  async (_, capabilities) => {
    const { as } = await withIssues(4, capabilities);
    const ann = as('ann');
    await ann.link(1, { kind: 'blocked_by', number: 2 });
    await ann.link(2, { kind: 'parent', number: 3 });
    await ann.edit(4, { parent: 3 });

    const refused = [
      () => ann.link(3, { kind: 'blocked_by', number: 1 }),
      () => ann.link(1, { kind: 'blocks', number: 3 }),
      () => ann.link(3, { kind: 'parent', number: 1 }),
      () => ann.link(1, { kind: 'child', number: 3 }),
      () => ann.edit(3, { parent: 1 }),
      () => ann.edit(3, { parent: 3 }),
      () => ann.link(1, { kind: 'relates', number: 1 }),
    ];

    for (const link of refused) await expect(link()).rejects.toMatchObject({ code: 'LINK_CYCLE' });
    await ann.link(3, { kind: 'relates', number: 1 });
    await ann.link(4, { kind: 'blocked_by', number: 1 });
  },
);

it.each(HOMES)('links nothing to an issue that is not there: %s', async (_, capabilities) => {
  const { as } = await withIssues(1, capabilities);
  const ann = as('ann');

  for (const kind of LINK_KINDS) {
    await expect(ann.link(1, { kind, number: 9 })).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  }
  expect(await ann.links(1)).toEqual([]);
});

it('knows what blocks through parents, and that what is closed or gone blocks nothing', async () => {
  const { as, backend } = await withIssues(4, { 'blocked-by': 'beside' });
  const ann = as('ann');
  await ann.edit(1, { parent: 2 });
  await ann.edit(2, { parent: 3 });
  await ann.link(3, { kind: 'blocked_by', number: 4 });
  const blocked = await ann.facts(1);
  await ann.close(4);
  const free = await ann.facts(1);
  await ann.reopen(4);
  await backend.deleteIssue(4);

  expect(blocked).toEqual({
    blockedBy: [],
    blocks: [],
    blocked: true,
    claimedBy: null,
    abandoned: false,
    deferred: false,
  });
  expect(free.blocked).toBe(false);
  expect((await ann.facts(1)).blocked).toBe(false);
  expect((await ann.facts(3)).blockedBy).toEqual([4]);
});
