import { afterEach, describe, expect, test } from 'vitest';
import { listConflicts, resolveConflict } from './conflicts.ts';
import { createWorld, type SyncWorld } from './testing/sync-world.ts';

const worlds: SyncWorld[] = [];

async function synced(options: Parameters<typeof createWorld>[0] = {}): Promise<SyncWorld> {
  const world = createWorld(options);
  worlds.push(world);
  world.a.state.createIssue('sync-bot', { title: 'one' });
  world.a.state.createIssue('sync-bot', { title: 'two' });
  await world.sync();
  world.pass(10);
  return world;
}

/** Moves both streams on, beyond what was queued. */
async function moveOn(world: SyncWorld): Promise<void> {
  world.pass(10);
  for (const side of [world.a, world.b]) side.state.updateIssue(2, {});
  await world.sync();
  world.pass(10);
}

async function decide(world: SyncWorld, take: 'a' | 'b'): Promise<void> {
  const [conflict] = await listConflicts(world.store);
  await resolveConflict(world.store, conflict?.key ?? '', { take });
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

describe('a run in one direction keeps in the queue', () => {
  test.each([false, true])(
    'who is assigned on the side from which it does not carry (force: %s)',
    async (force) => {
      const world = await synced({ a: { people: ['ann'] }, b: { people: ['cid', 'dan'] } });
      world.b.state.updateIssue(1, { addAssignees: ['cid', 'dan'] });
      const unassigned = [
        { side: 'a', login: 'cid', issues: 1 },
        { side: 'a', login: 'dan', issues: 1 },
      ];
      expect(await world.sync()).toMatchObject({ unassigned });
      await moveOn(world);
      world.a.state.updateIssue(1, { title: 'by a' });

      expect(await world.sync({ direction: 'a-to-b', force })).toMatchObject({ unassigned });

      expect(await world.sync()).toMatchObject({ unassigned, failed: [] });
      expect(world.b.state.issue(1)).toMatchObject({ title: 'by a', assignees: ['cid', 'dan'] });
      world.pass(10);
      world.b.state.updateIssue(1, { removeAssignees: ['cid'] });
      expect(await world.sync()).toMatchObject({ unassigned: [{ login: 'dan' }] });
    },
  );

  test('what was decided for the side from which it does not carry', async () => {
    const world = await synced();
    world.a.state.updateIssue(1, { title: 'by a' });
    world.b.state.updateIssue(1, { title: 'by b' });
    expect(await world.sync()).toMatchObject({ conflicts: 1 });
    await decide(world, 'a');

    await world.sync({ direction: 'b-to-a' });

    expect(world.a.state.issue(1).title).toBe('by a');
    expect(await world.sync()).toMatchObject({ conflicts: 0 });
    expect(world.b.state.issue(1).title).toBe('by a');
  });

  test('what a run with a preference does not carry', async () => {
    const world = await synced();
    world.a.state.updateIssue(1, { title: 'by a' });
    world.b.state.updateIssue(1, { title: 'by b' });
    await world.sync();
    await moveOn(world);
    world.b.state.updateIssue(1, { body: 'text' });

    expect(await world.sync({ direction: 'b-to-a', policy: 'a' })).toMatchObject({ conflicts: 1 });
  });

  test('what was decided of a comment', async () => {
    const world = await synced();
    const { id } = world.a.state.createComment('sync-bot', 1, 'comment');
    await world.sync();
    world.pass(10);
    world.a.state.updateComment(id, 'by a');
    const [half] = world.b.state.commentsOf(1);
    world.b.state.updateComment(half?.id ?? '', 'by b');
    expect(await world.sync()).toMatchObject({ conflicts: 1 });
    await decide(world, 'a');

    await world.sync({ direction: 'b-to-a' });
    await world.sync();

    expect(world.b.state.commentsOf(1)).toMatchObject([{ body: 'by a' }]);
  });

  test('a circle that links of both sides would close', async () => {
    const world = await synced();
    world.a.state.setLink(1, { kind: 'blocked_by', number: 2 }, true);
    world.b.state.setLink(2, { kind: 'blocked_by', number: 1 }, true);
    expect(await world.sync()).toMatchObject({ conflicts: 2 });
    world.pass(10);
    for (const number of [1, 2]) world.a.state.updateIssue(number, {});

    expect(await world.sync({ direction: 'a-to-b' })).toMatchObject({ conflicts: 2 });
  });

  test('a decision between two parents', async () => {
    const world = await synced();
    world.a.state.createIssue('sync-bot', { title: 'three' });
    await world.sync();
    world.pass(10);
    world.a.state.updateIssue(1, { parent: 2 });
    world.b.state.updateIssue(1, { parent: 3 });
    expect(await world.sync()).toMatchObject({ conflicts: 1 });
    await decide(world, 'a');

    await world.sync({ direction: 'b-to-a' });
    expect(await world.sync()).toMatchObject({ conflicts: 0 });

    expect(world.b.state.issue(1).parent).toBe(2);
  });
});
