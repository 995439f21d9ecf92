import { afterEach, describe, expect, test } from 'vitest';
import type { LinkKind } from '../model/link.ts';
import { listConflicts } from './conflicts.ts';
import { recordsBelow } from './store-port.ts';
import { createWorld, type SyncWorld } from './testing/sync-world.ts';

const worlds: SyncWorld[] = [];

async function synced(
  titles: readonly string[],
  options: Parameters<typeof createWorld>[0] = {},
): Promise<SyncWorld> {
  const world = createWorld(options);
  worlds.push(world);
  // The numbers of the two sides differ, so that none can be taken for the other's.
  world.b.state.createIssue('ben', { title: 'only of b' });
  await world.sync();
  for (const title of titles) world.a.state.createIssue('ann', { title });
  await world.sync();
  world.pass(10);
  return world;
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

function numberOf(world: SyncWorld, side: 'a' | 'b', title: string): number {
  const found = [...world[side].state.issues.values()].find((issue) => issue.title === title);
  return found?.number ?? 0;
}

function link(
  world: SyncWorld,
  side: 'a' | 'b',
  from: string,
  kind: LinkKind,
  to: string,
  present = true,
): void {
  world[side].state.setLink(
    numberOf(world, side, from),
    { kind, number: numberOf(world, side, to) },
    present,
  );
}

function linksOf(world: SyncWorld, side: 'a' | 'b', title: string): readonly string[] {
  const links = world[side].state.links.get(numberOf(world, side, title)) ?? [];
  return links.map(({ kind, number }) => `${kind} ${world[side].state.issue(number).title}`).toSorted();
}

/** Moves both streams on, so that only what is touched afterwards is read again. */
async function settleAll(world: SyncWorld): Promise<void> {
  world.pass(10);
  await world.sync();
  world.pass(10);
  for (const side of ['a', 'b'] as const)
    world[side].state.updateIssue(numberOf(world, side, 'only of b'), {});
  await world.sync();
  world.pass(10);
}

describe('links', () => {
  test('go with new issues, whichever of the two comes first', async () => {
    const world = await synced([]);
    for (const title of ['one', 'two', 'three']) world.a.state.createIssue('ann', { title });
    link(world, 'a', 'one', 'blocked_by', 'three');
    link(world, 'a', 'one', 'parent', 'two');
    link(world, 'a', 'three', 'relates', 'two');
    link(world, 'a', 'two', 'duplicates', 'three');

    await world.sync();

    for (const title of ['one', 'two', 'three']) {
      expect(linksOf(world, 'b', title)).toEqual(linksOf(world, 'a', title));
      expect(linksOf(world, 'b', title)).not.toEqual([]);
    }
    expect(await world.sync()).toMatchObject({ operationCount: 0 });
  });

  test.each(['blocked_by', 'relates', 'duplicates', 'parent'] as const)(
    'of the kind %s are removed on the other side, seen from either end',
    async (kind) => {
      const world = await synced(['one', 'two']);
      link(world, 'a', 'one', kind, 'two');
      await world.sync();
      expect(linksOf(world, 'b', 'one')).toEqual([`${kind} two`]);
      await settleAll(world);

      const back = {
        blocked_by: 'blocks',
        relates: 'relates',
        duplicates: 'duplicated_by',
        parent: 'child',
      } as const;
      link(world, 'b', 'two', back[kind], 'one', false);
      await world.sync();
      await settleAll(world);

      expect([linksOf(world, 'a', 'one'), linksOf(world, 'b', 'one')]).toEqual([[], []]);
    },
  );

  test('that are set from their other end arrive too', async () => {
    const world = await synced(['one', 'two']);
    await settleAll(world);
    link(world, 'b', 'one', 'blocks', 'two');

    await world.sync();

    expect(linksOf(world, 'a', 'two')).toEqual(['blocked_by one']);
  });

  test('of an issue that failed are carried, and what failed is not forgotten for them', async () => {
    const world = await synced(['one', 'two']);
    await settleAll(world);
    world.b.state.updateIssue(numberOf(world, 'b', 'one'), { body: 'by b' });
    link(world, 'b', 'two', 'child', 'one');
    world.pass(10);
    world.b.state.updateIssue(numberOf(world, 'b', 'only of b'), {});
    let updates = 0;
    world.a.onCall = (method) => {
      if (method !== 'updateIssue') return 'none';
      updates += 1;
      return updates === 1 ? '502-before' : 'none';
    };

    expect(await world.sync()).toMatchObject({ failed: [{ code: 'FORGE_UNAVAILABLE' }] });
    expect(linksOf(world, 'a', 'one')).toEqual(['parent two']);
    expect(await recordsBelow(world.store, 'work', '')).toMatchObject([{ record: { attempts: 1 } }]);
    expect(await world.sync()).toMatchObject({ failed: [] });

    expect(world.a.state.issue(numberOf(world, 'a', 'one')).body).toBe('by b');
  });

  test('may turn around in one run', async () => {
    const world = await synced(['one', 'two']);
    link(world, 'a', 'one', 'blocked_by', 'two');
    await world.sync();
    world.pass(10);
    link(world, 'a', 'one', 'blocked_by', 'two', false);
    link(world, 'a', 'two', 'blocked_by', 'one');

    const report = await world.sync();

    expect(report).toMatchObject({ conflicts: 0, failed: [] });
    expect(linksOf(world, 'b', 'two')).toEqual(['blocked_by one']);
  });

  test('that would close a circle together are a question, until somebody opens it', async () => {
    const world = await synced(['one', 'two']);
    link(world, 'a', 'one', 'blocked_by', 'two');
    link(world, 'b', 'two', 'blocked_by', 'one');

    expect(await world.sync()).toMatchObject({ failed: [] });
    const conflicts = await listConflicts(world.store);
    expect(conflicts.map(({ record }) => record.reason)).toEqual(['cycle', 'cycle']);
    expect(await world.sync()).toMatchObject({ operationCount: 0, conflicts: 2 });

    world.pass(10);
    link(world, 'a', 'one', 'blocked_by', 'two', false);
    expect(await world.sync()).toMatchObject({ failed: [] });
    await world.sync();

    expect(linksOf(world, 'a', 'two')).toEqual(['blocked_by one']);
    expect(await listConflicts(world.store)).toEqual([]);
  });

  test('to different parents are a question, and others go on', async () => {
    const world = await synced(['one', 'two', 'three']);
    link(world, 'a', 'one', 'parent', 'two');
    link(world, 'b', 'one', 'parent', 'three');
    link(world, 'a', 'one', 'blocked_by', 'two');

    await world.sync();

    expect(await listConflicts(world.store)).toMatchObject([
      { record: { field: 'parent', reason: 'both-changed' } },
    ]);
    expect(linksOf(world, 'b', 'one')).toEqual(['blocked_by two', 'parent three']);
    await world.sync({ policy: 'a' });
    expect(linksOf(world, 'b', 'one')).toEqual(['blocked_by two', 'parent two']);
  });

  test('stay where the other tracker keeps none', async () => {
    const world = await synced(['one', 'two'], { b: { capabilities: { 'blocked-by': 'beside' } } });
    link(world, 'a', 'one', 'blocked_by', 'two');

    const report = await world.sync();

    expect(report).toMatchObject({ operationCount: 0, conflicts: 0 });
    expect(linksOf(world, 'a', 'one')).toEqual(['blocked_by two']);
  });
});
