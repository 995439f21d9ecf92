import { afterEach, describe, expect, test } from 'vitest';
import { isWrite } from '../testing/fake-tracker.ts';
import { createWorld, type SyncWorld } from './testing/sync-world.ts';

const worlds: SyncWorld[] = [];

async function synced(body = ''): Promise<SyncWorld> {
  const world = createWorld();
  worlds.push(world);
  world.a.state.createIssue('ann', { title: 'title', body, labels: ['shared'] });
  await world.sync();
  world.pass(10);
  return world;
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

describe('a run in one direction', () => {
  test('writes to no other side', async () => {
    const world = await synced();
    world.a.state.updateIssue(1, { title: 'by a' });
    world.b.state.createIssue('ben', { title: 'of b' });
    world.b.state.updateIssue(1, { body: 'by b', addLabels: ['of-b'] });
    world.b.state.createComment('ben', 1, 'comment of b');
    world.a.calls.length = 0;

    await world.sync({ direction: 'a-to-b' });

    expect(world.a.calls.filter(isWrite)).toEqual([]);
    expect(world.b.state.issue(1)).toMatchObject({ title: 'by a', body: 'by b' });
  });

  test('leaves what it does not carry for a later one', async () => {
    const world = await synced();
    world.a.state.updateIssue(1, { title: 'by a', addLabels: ['of-a'] });
    world.b.state.updateIssue(1, { body: 'by b', addLabels: ['of-b'], removeLabels: ['shared'] });
    world.b.state.createComment('ben', 1, 'comment of b');
    await world.sync({ direction: 'a-to-b' });

    await world.sync({ direction: 'b-to-a' });

    for (const side of [world.a, world.b]) {
      expect(side.state.issue(1)).toMatchObject({ title: 'by a', body: 'by b' });
      expect(side.state.issue(1).labels.toSorted()).toEqual(['of-a', 'of-b']);
      expect(side.state.commentsOf(1)).toHaveLength(1);
    }
  });

  test('leaves a link for a later one, also when it saw only the end that does not own it', async () => {
    const world = await synced();
    world.a.state.createIssue('ann', { title: 'blocked' });
    await world.sync();
    world.pass(10);
    // So that the stream has gone on beyond the owner.
    world.a.state.updateIssue(1, {});
    await world.sync();
    world.pass(10);
    world.a.state.setLink(1, { kind: 'blocks', number: 2 }, true);
    world.b.state.updateIssue(1, { title: 'by b' });
    await world.sync({ direction: 'b-to-a' });
    world.pass(10);

    await world.sync();

    expect(world.b.state.links.get(2)).toEqual([{ kind: 'blocked_by', number: 1 }]);
  });

  test('takes over the text of the other side without giving it away', async () => {
    const world = await synced('one\ntwo\nthree\nfour\nfive');
    world.a.state.updateIssue(1, { body: 'ONE\ntwo\nthree\nfour\nfive' });
    world.b.state.updateIssue(1, { body: 'one\ntwo\nthree\nfour\nFIVE' });

    await world.sync({ direction: 'a-to-b' });
    expect(world.a.state.issue(1).body).toBe('ONE\ntwo\nthree\nfour\nfive');
    expect(world.b.state.issue(1).body).toBe('ONE\ntwo\nthree\nfour\nFIVE');

    world.a.state.tick(10);
    world.a.state.updateIssue(1, { body: 'One again\ntwo\nthree\nfour\nfive' });
    expect(await world.sync()).toMatchObject({ conflicts: 0 });
    expect(world.a.state.issue(1).body).toBe('One again\ntwo\nthree\nfour\nFIVE');
    expect(world.b.state.issue(1).body).toBe('One again\ntwo\nthree\nfour\nFIVE');
  });
});
