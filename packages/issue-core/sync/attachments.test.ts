import { describe, expect, test } from 'vitest';
import { openDatabase } from '../sqlite/open-database.ts';
import { isWrite } from '../testing/fake-tracker.ts';
import { AS_GIVEN } from '../testing/fake-tracker-state.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from './sqlite-store.ts';
import { recordsBelow } from './store-port.ts';
import {
  attach,
  callsOf,
  expectLeftAlone,
  filesOn,
  forget,
  openWithIssue,
  openWorld,
} from './testing/file-world.ts';

describe('files', () => {
  test('travel both ways, and then nothing is asked about them', async () => {
    const world = await openWithIssue();
    attach(world.a, 'a.txt', 'of a');
    attach(world.b, 'b.txt', 'of b');

    const report = await world.sync();

    expect(report).toMatchObject({
      updated: 1,
      attachments: { created: { a: 1, b: 1 }, unreadable: 0 },
      failed: [],
    });
    expect(filesOn(world.a)).toEqual(['a.txt: of a', 'b.txt: of b']);
    expect(filesOn(world.b)).toEqual(['b.txt: of b', 'a.txt: of a']);
    await expectLeftAlone(world);
  });

  test('come with an issue that is new on the other side', async () => {
    const world = openWorld();
    world.a.state.createIssue('ann', { title: 'new' });
    attach(world.a, 'a.txt', 'of a');

    expect(await world.sync()).toMatchObject({ created: { b: 1 }, attachments: { created: { b: 1 } } });

    expect(filesOn(world.b)).toEqual(['a.txt: of a']);
    expect(world.b.calls.filter((method) => method === 'listAttachments').length).toBeLessThanOrEqual(2);
    await expectLeftAlone(world);
  });

  test('that are alike are as many on the other side', async () => {
    const world = await openWithIssue();
    for (let count = 0; count < 3; count += 1) attach(world.a, 'same.txt', 'same');

    await world.sync();

    expect(filesOn(world.b)).toEqual(['same.txt: same', 'same.txt: same', 'same.txt: same']);
    await expectLeftAlone(world);
  });

  test('that both sides had already are taken for one', async () => {
    const world = await openWithIssue();
    attach(world.a, 'same.txt', 'same');
    attach(world.b, 'same.txt', 'same');
    attach(world.b, 'same.txt', 'else');

    expect(await world.sync()).toMatchObject({ attachments: { created: { a: 1, b: 0 } } });

    expect(filesOn(world.a)).toEqual(['same.txt: same', 'same.txt: else']);
    expect(filesOn(world.b)).toEqual(['same.txt: same', 'same.txt: else']);
  });

  test('are not copied again when the memory of the sync was lost', async () => {
    const world = await openWithIssue();
    attach(world.a, 'a.txt', 'of a');
    attach(world.b, 'b.txt', 'of b');
    await world.sync();
    const database = openDatabase(':memory:', [SYNC_SCHEMA]);

    await world.sync({ store: openSqliteSyncStore(database, 'pair') });

    expect([world.a.state.files.size, world.b.state.files.size]).toEqual([2, 2]);
    database.close();
  });

  test('that are deleted on one side stay on the other, and do not come back', async () => {
    const world = await openWithIssue();
    attach(world.a, 'a.txt', 'of a');
    await world.sync();
    world.pass(10);
    world.b.state.files.clear();
    world.b.state.updateIssue(1, { title: 'two' });

    expect(await world.sync()).toMatchObject({ attachments: { created: { a: 0, b: 0 } }, failed: [] });

    expect([world.a.state.files.size, world.b.state.files.size]).toEqual([1, 0]);
  });

  test('get a name that has no folder and no second line', async () => {
    const world = await openWithIssue();
    attach(world.a, '../up\nand away', 'text');

    await world.sync();

    expect(filesOn(world.b)).toEqual(['.._up_and away: text']);
  });

  test('stay where they are when only one of the trackers takes any', async () => {
    const world = await openWithIssue({ b: { capabilities: { attachments: 'unsupported' } } });
    attach(world.a, 'a.txt', 'of a');
    forget(world);

    expect(await world.sync()).toMatchObject({ attachments: { created: { a: 0, b: 0 } }, failed: [] });

    expect(callsOf(world).filter((method) => /attachment/i.test(method))).toEqual([]);
  });

  test('wait for a run of their direction', async () => {
    const world = await openWithIssue();
    attach(world.b, 'b.txt', 'of b');
    world.a.state.updateIssue(1, { title: 'two' });

    await world.sync({ direction: 'a-to-b' });
    expect(filesOn(world.a)).toEqual([]);
    world.pass();
    await world.sync({ direction: 'b-to-a' });

    expect(filesOn(world.a)).toEqual(['b.txt: of b']);
  });

  test('are in the plan of a dry run, which writes nothing', async () => {
    const world = await openWithIssue();
    attach(world.a, 'a.txt', 'of a');
    forget(world);

    const plan = await world.sync({ dryRun: true });

    expect(callsOf(world).filter(isWrite)).toEqual([]);
    expect(plan.attachments).toEqual({ created: { a: 0, b: 1 }, unreadable: 0 });
    expect(plan.operations).toMatchObject([{ on: 'b', kind: 'create-attachment', name: 'a.txt' }]);
    const report = await world.sync();
    expect(report.operations).toEqual(plan.operations);
    expect(report.attachments).toEqual(plan.attachments);
  });
});

describe('a file that somebody adds while a sync is at its issue', () => {
  test.each(['createComment', 'addAttachment', 'getIssue', 'changedIssues'])(
    'behind %s comes with the next one',
    async (method) => {
      const world = await openWithIssue({ a: { tellsTime: true }, b: { tellsTime: true } });
      attach(world.a, 'a.txt', 'of a');
      world.a.state.createComment('ann', 1, 'text');
      let isWritten = false;
      world.b.onCall = (called) => {
        isWritten ||= called === 'addAttachment';
        if (!isWritten || world.b.state.files.size > 1 || (called !== method && method !== 'createComment'))
          return 'none';
        world.b.state.attach(1, { name: 'late.txt', bytes: new TextEncoder().encode('late') });
        return 'none';
      };

      await world.sync();
      world.pass(10);
      await world.sync();

      expect(filesOn(world.a).toSorted()).toEqual(['a.txt: of a', 'late.txt: late']);
    },
  );
});

test('a file that somebody adds before its issue is read again comes with the next one, also where stamps are unique', async () => {
  const world = await openWithIssue();
  attach(world.a, 'a.txt', 'of a');
  const unique = {
    a: { ...world.a.backend, uniqueStamps: true },
    b: { ...world.b.backend, uniqueStamps: true },
  };
  world.b.onCall = (method) => {
    world.b.state.tick();
    if (method === 'getIssue' && world.b.state.files.size === 1) attach(world.b, 'late.txt', 'late');
    return 'none';
  };

  await world.sync(unique);
  await world.sync(unique);

  expect(filesOn(world.a)).toEqual(['a.txt: of a', 'late.txt: late']);
});

test('a file of which no sync knows keeps an issue whose other half was deleted from being deleted', async () => {
  const world = await openWithIssue();
  attach(world.b, 'b.txt', 'of b');
  world.a.state.deleteIssue(1);

  const report = await world.sync({ deletes: 'delete', fullScan: true });

  expect(report).toMatchObject({ tombstoned: 0, conflicts: 1 });
  expect(filesOn(world.b)).toEqual(['b.txt: of b']);
});

describe('a file whose upload was not answered', () => {
  test.each([
    ['found by name and size', {}],
    ['found by its bytes alone', { rewriting: { ...AS_GIVEN, fileName: () => 'renamed', sizes: false } }],
  ])('is there once, %s', async (_, b) => {
    const world = await openWithIssue({ b });
    attach(world.a, 'a.txt', 'of a');
    world.b.onCall = (method) => (method === 'addAttachment' ? '502-after' : 'none');

    expect(await world.sync()).toMatchObject({ failed: [], attachments: { created: { b: 1 } } });

    expect(world.b.state.files.size).toBe(1);
    await expectLeftAlone(world);
  });

  test('is looked for by the next run when it could not be at once, and not copied back', async () => {
    const world = await openWithIssue({ b: { rewriting: { ...AS_GIVEN, fileName: () => 'renamed' } } });
    attach(world.a, 'a.txt', 'of a');
    let isSent = false;
    world.b.onCall = (method) => {
      isSent ||= method === 'addAttachment';
      return isSent ? '502-after' : 'none';
    };
    await world.sync().catch(() => undefined);
    world.b.onCall = () => 'none';
    world.pass();

    await world.sync();

    expect([world.a.state.files.size, world.b.state.files.size]).toEqual([1, 1]);
    expect(await recordsBelow(world.store, 'outbox', '')).toEqual([]);
  });

  test('is sent again when it never arrived', async () => {
    const world = await openWithIssue();
    attach(world.a, 'a.txt', 'of a');
    world.b.onCall = (method) => (method === 'addAttachment' ? '502-before' : 'none');
    expect(await world.sync()).toMatchObject({ failed: [{ number: 1, code: 'FORGE_UNAVAILABLE' }] });
    world.b.onCall = () => 'none';

    expect(await world.sync()).toMatchObject({ failed: [], attachments: { created: { b: 1 } } });

    expect(filesOn(world.b)).toEqual(['a.txt: of a']);
  });
});
