import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../sqlite/open-database.ts';
import type { SyncProgress } from './progress.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from './sqlite-store.ts';
import { recordsBelow } from './store-port.ts';
import { createWorld, type SyncWorld } from './testing/sync-world.ts';

const worlds: SyncWorld[] = [];

function open(count: number): SyncWorld {
  const world = createWorld();
  worlds.push(world);
  for (let number = 1; number <= count; number += 1)
    world.a.state.createIssue('ann', { title: `issue ${number}` });
  return world;
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

describe('a run', () => {
  test('stops between two steps, and the next one goes on from there', async () => {
    const world = open(5);
    const stop = new AbortController();
    let created = 0;
    world.b.onCall = (method) => {
      if (method === 'createIssue') created += 1;
      if (created === 2) stop.abort(new Error('enough'));
      return 'none';
    };

    await expect(world.sync({ signal: stop.signal })).rejects.toThrow('enough');
    expect(world.b.state.issues.size).toBe(2);
    const report = await world.sync();

    expect(report.created).toEqual({ a: 0, b: 3 });
    expect(world.b.state.issues.size).toBe(5);
  });

  test('goes on when one issue fails, and the next run takes that one up', async () => {
    const world = open(3);
    let creations = 0;
    world.b.onCall = (method) => {
      if (method !== 'createIssue') return 'none';
      creations += 1;
      return creations === 2 ? '502-before' : 'none';
    };

    const report = await world.sync();

    expect(report).toMatchObject({
      created: { b: 2 },
      failed: [{ side: 'a', number: 2, code: 'FORGE_UNAVAILABLE' }],
    });
    expect(await recordsBelow(world.store, 'work', '')).toMatchObject([
      { record: { number: 2, attempts: 1 } },
    ]);
    expect(await world.sync()).toMatchObject({ created: { b: 1 }, failed: [] });
  });

  test('gives up an issue that fails again and again, tells it, and tries it when it changes', async () => {
    const world = open(2);
    let creations = 0;
    world.b.onCall = (method) => {
      if (method === 'createIssue') creations += 1;
      return method === 'createIssue' && world.a.state.issue(2).title === 'issue 2' && creations !== 1
        ? '502-before'
        : 'none';
    };
    for (let runs = 0; runs < 15; runs += 1) {
      expect((await world.sync()).failed).toMatchObject([{ number: 2, code: 'FORGE_UNAVAILABLE' }]);
    }
    expect(creations).toBe(11);

    world.pass(10);
    world.a.state.updateIssue(2, { title: 'another' });

    expect(await world.sync()).toMatchObject({ created: { b: 1 }, failed: [] });
    expect(world.b.state.issues.size).toBe(2);
  });

  test('stops when the tracker is down, rather than try every issue', async () => {
    const world = open(50);
    world.b.onCall = (method) => (method === 'createIssue' ? '502-before' : 'none');

    await expect(world.sync()).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });

    expect(world.b.calls.filter((method) => method === 'createIssue')).toHaveLength(5);
  });

  test('stops at once when it is slowed down, and says for how long', async () => {
    const world = open(3);
    world.b.onCall = (method) => {
      if (method !== 'createIssue') return 'none';
      throw new FixpointError('FORGE_RATE_LIMITED', 'slow down', { retryAfterMs: 7_000 });
    };

    await expect(world.sync()).rejects.toMatchObject({ code: 'FORGE_RATE_LIMITED', retryAfterMs: 7_000 });
    expect(world.b.calls.filter((method) => method === 'createIssue')).toHaveLength(1);
  });

  test('keeps every other run of the pair out while it lasts', async () => {
    const world = open(1);
    const inside: unknown[] = [];
    world.b.onCall = (method) => {
      if (method === 'createIssue') inside.push(world.sync().catch((error: unknown) => error));
      return 'none';
    };

    await world.sync();

    expect(await inside[0]).toMatchObject({ code: 'LOCAL_STORE_BUSY' });
    expect(world.b.state.issues.size).toBe(1);
  });

  test('that stood still and was taken over writes no more', async () => {
    const world = open(3);
    const takenOver: Promise<unknown>[] = [];
    world.b.onCall = (method) => {
      if (method === 'createIssue' && takenOver.length === 0) {
        world.b.onCall = () => 'none';
        world.pass();
        takenOver.push(world.sync());
      }
      return 'none';
    };

    const first = world.sync();

    await expect(first).rejects.toMatchObject({ code: 'LOCAL_STORE_BUSY' });
    await Promise.all(takenOver);
    await world.sync();
    expect([...world.b.state.issues.values()].map(({ title }) => title).toSorted()).toEqual([
      'issue 1',
      'issue 2',
      'issue 3',
    ]);
  });

  test('tells how far it is, and when it will be done', async () => {
    const world = open(4);
    const told: SyncProgress[] = [];
    let clockMs = 0;
    const now = () => {
      clockMs += 10;
      return clockMs;
    };

    await world.sync({ onProgress: (progress) => told.push(progress), now });

    const issues = told.filter(({ phase }) => phase === 'issues');
    expect(issues.map(({ done, total }) => `${done}/${total}`)).toEqual(['1/4', '2/4', '3/4', '4/4']);
    expect(issues.map(({ remainingSeconds }) => remainingSeconds)).toEqual([1, 1, 1, 0]);
  });
});

describe('an issue whose creation was not answered', () => {
  test('is looked for before it is created again, whenever that becomes possible', async () => {
    const world = open(1);
    let finds = 0;
    world.b.onCall = (method) => {
      if (method === 'createIssue') return '502-after';
      if (method === 'findCreatedIssue') finds += 1;
      // The look after the lost answer, and the one with which the next run begins.
      return method === 'findCreatedIssue' && finds <= 2 ? '502-before' : 'none';
    };
    expect(await world.sync()).toMatchObject({ failed: [{ number: 1 }] });

    const report = await world.sync();

    expect(report.failed).toEqual([]);
    expect([world.a.state.issues.size, world.b.state.issues.size]).toEqual([1, 1]);
    expect(finds).toBe(3);
  });

  test('is not copied back while it cannot be looked for', async () => {
    const world = open(1);
    world.b.onCall = (method) => {
      if (method === 'createIssue') return '502-after';
      return method === 'findCreatedIssue' ? '502-before' : 'none';
    };
    await world.sync();

    const report = await world.sync({ direction: 'b-to-a' });

    expect(report).toMatchObject({ created: { a: 0, b: 0 }, failed: [{ side: 'b', number: 1 }] });
    expect(world.a.state.issues.size).toBe(1);
    world.b.onCall = () => 'none';
    expect(await world.sync()).toMatchObject({ created: { a: 0, b: 0 }, failed: [] });
    expect([world.a.state.issues.size, world.b.state.issues.size]).toEqual([1, 1]);
  });
});

describe('a store that was lost', () => {
  test('is made up for by the markers, and nothing is created twice', async () => {
    const world = open(2);
    world.a.state.createComment('ann', 1, 'comment');
    world.b.state.createIssue('ben', { title: 'of b' });
    await world.sync();
    world.pass(10);
    world.b.state.updateIssue(1, { addLabels: ['by-b'] });
    world.a.state.updateIssue(2, { title: 'by a' });
    const database = openDatabase(':memory:', [SYNC_SCHEMA]);
    const store = openSqliteSyncStore(database, 'pair');

    const report = await world.sync({ store });

    expect(report.created).toEqual({ a: 0, b: 0 });
    expect([world.a.state.issues.size, world.b.state.issues.size]).toEqual([3, 3]);
    expect([world.a.state.comments.size, world.b.state.comments.size]).toEqual([1, 1]);
    expect(world.a.state.issue(3).labels).toEqual(['by-b']);
    expect((await recordsBelow(store, 'conflict', '')).map(({ record }) => record.field)).toEqual(['title']);
    database.close();
  });
});
