import { afterEach, describe, expect, test } from 'vitest';
import { listConflicts, resolveConflict } from './conflicts.ts';
import { recordsBelow, type SyncStore } from './store-port.ts';
import { createWorld, type SyncWorld } from './testing/sync-world.ts';

const worlds: SyncWorld[] = [];

async function synced(options: Parameters<typeof createWorld>[0] = {}): Promise<SyncWorld> {
  const world = createWorld(options);
  worlds.push(world);
  world.a.state.createIssue('ann', { title: 'title' });
  world.a.state.createComment('ann', 1, 'of ann');
  await world.sync();
  world.pass(10);
  return world;
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

function bodies(world: SyncWorld, side: 'a' | 'b'): readonly string[] {
  return world[side].state.commentsOf(1).map(({ body }) => body);
}

describe('a comment', () => {
  test('names its author where we write it for him, and only there', async () => {
    const world = await synced();
    world.b.state.createComment('sync-bot', 1, 'of our own');

    await world.sync();

    expect(bodies(world, 'a')).toEqual(['of ann', 'of our own']);
    expect(bodies(world, 'b')).toEqual(['**`ann` wrote at fake-a:**\n\nof ann', 'of our own']);
  });

  test('that is edited on either side is edited on the other, without the line that names its author', async () => {
    const world = await synced();
    world.b.state.updateComment('b-c1', '**`ann` wrote at fake-a:**\n\nedited at b');
    await world.sync();
    expect(bodies(world, 'a')).toEqual(['edited at b']);

    world.a.state.tick(10);
    world.a.state.updateComment('a-c1', 'edited at a');
    await world.sync();
    expect(bodies(world, 'b')).toEqual(['**`ann` wrote at fake-a:**\n\nedited at a']);
  });

  test('that is edited within the second in which it was read is not missed', async () => {
    const world = await synced({ a: { capabilities: { 'comment-changes-since': 'unsupported' } } });
    world.a.state.updateIssue(1, { title: 'touched' });
    await world.sync();
    world.a.state.updateComment('a-c1', 'edited in the same second');

    await world.sync();

    expect(bodies(world, 'b')).toEqual(['**`ann` wrote at fake-a:**\n\nedited in the same second']);
  });

  test.each(['native', 'unsupported'] as const)(
    'that somebody writes to an issue which was just made there comes with the next sync (stream: %s)',
    async (stream) => {
      const world = createWorld({ b: { capabilities: { 'comment-changes-since': stream } } });
      worlds.push(world);
      world.a.state.createIssue('ann', { title: 'title' });
      world.a.state.createComment('ann', 1, 'of ann');
      let before: readonly string[] = [];
      world.b.onCall = (method) => {
        if (method !== 'createComment') return 'none';
        before = [...world.b.calls];
        world.b.state.createComment('sync-bot', 1, 'meanwhile');
        return 'none';
      };

      await world.sync();
      world.b.onCall = () => 'none';
      expect(before).toContain('createIssue');
      expect(before).not.toContain('listComments');
      world.pass(10);
      await world.sync();

      expect(bodies(world, 'a')).toEqual(['of ann', 'meanwhile']);
      expect(bodies(world, 'b')).toEqual(['meanwhile', '**`ann` wrote at fake-a:**\n\nof ann']);
    },
  );

  test('that is deleted on one side is deleted on the other', async () => {
    const world = await synced();
    world.b.state.deleteComment('b-c1');

    await world.sync();
    await world.sync();

    expect([bodies(world, 'a'), bodies(world, 'b')]).toEqual([[], []]);
  });

  test('that is deleted here and edited there is a question', async () => {
    const world = await synced();
    world.a.state.deleteComment('a-c1');
    world.b.state.updateComment('b-c1', 'edited');
    await world.sync();
    const [conflict] = await listConflicts(world.store);
    expect(conflict?.record).toMatchObject({ reason: 'deleted-and-edited', value: { a: null, b: 'edited' } });

    await resolveConflict(world.store, conflict?.key ?? '', { take: 'b' });
    await world.sync();

    expect([bodies(world, 'a'), bodies(world, 'b')]).toEqual([['edited'], ['edited']]);
    expect(await world.sync()).toMatchObject({ conflicts: 0, operationCount: 0 });
  });

  test('is not taken for deleted when pages shift while they are read', async () => {
    const world = await synced({ a: { pageSize: 2 } });
    for (const text of ['two', 'three', 'four', 'five']) world.a.state.createComment('ann', 1, text);
    await world.sync();
    world.pass(10);
    world.a.state.updateIssue(1, { title: 'touched' });
    let listings = 0;
    world.a.onCall = (method) => {
      if (method === 'listComments') listings += 1;
      // After the first page, so that the third comment moves into it.
      if (listings === 2 && method === 'listComments') world.a.state.deleteComment('a-c1');
      return 'none';
    };

    await world.sync();

    expect(bodies(world, 'b').map((body) => body.split('\n').at(-1))).toEqual([
      'two',
      'three',
      'four',
      'five',
    ]);
    expect(bodies(world, 'a')).toEqual(['two', 'three', 'four', 'five']);
  });

  test.each(['502-before', '502-after'] as const)(
    'is written once, though the answer got lost: %s',
    async (fault) => {
      const world = await synced();
      world.a.state.createComment('ann', 1, 'second');
      world.b.onCall = (method) => (method === 'createComment' ? fault : 'none');
      await world.sync();
      world.b.onCall = () => 'none';

      await world.sync();

      expect(bodies(world, 'b')).toHaveLength(2);
      expect(bodies(world, 'a')).toHaveLength(2);
    },
  );

  test('that is found after a crash keeps what somebody wrote into it meanwhile', async () => {
    const world = await synced();
    world.a.state.createComment('ann', 1, 'second');
    let written = false;
    world.b.onCall = (method) => {
      if (method === 'createComment') {
        written = true;
        return '502-after';
      }
      return written && method === 'findCreatedComment' ? '502-before' : 'none';
    };
    await world.sync();
    world.b.onCall = () => 'none';
    world.b.state.updateComment('b-c2', '**`ann` wrote at fake-a:**\n\nsecond, edited at b');

    await world.sync();

    expect(bodies(world, 'a')).toEqual(['of ann', 'second, edited at b']);
    expect(bodies(world, 'b')).toHaveLength(2);
  });

  test.each([1, 2, 3])(
    'whose commit was cut short after %i writes, and which is deleted then, leaves nothing to look for',
    async (written) => {
      const world = await synced({ a: { capabilities: { 'delete-comment': 'unsupported' } } });
      world.a.state.createComment('ann', 1, 'second');
      const commit: SyncStore['commit'] = async (writes) => {
        const isMapping = writes.some(({ kind }) => kind === 'comment-ref');
        await world.store.commit(isMapping ? writes.slice(0, written) : writes);
        if (isMapping) throw new Error('died');
      };
      await expect(world.sync({ store: { ...world.store, commit } })).rejects.toThrow('died');
      world.pass();
      world.b.state.deleteComment('b-c2');

      await world.sync();

      expect(bodies(world, 'b')).toHaveLength(1);
      expect(await recordsBelow(world.store, 'outbox', '')).toEqual([]);
    },
  );
});
