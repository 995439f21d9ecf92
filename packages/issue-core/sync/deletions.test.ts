import { afterEach, describe, expect, test } from 'vitest';
import { isWrite } from '../testing/fake-tracker.ts';
import { listConflicts, resolveConflict } from './conflicts.ts';
import { recordsBelow } from './store-port.ts';
import { createWorld, type SyncWorld } from './testing/sync-world.ts';

const worlds: SyncWorld[] = [];

async function synced(count: number, options: Parameters<typeof createWorld>[0] = {}): Promise<SyncWorld> {
  const world = createWorld({ a: { pageSize: 50, ...options.a }, b: { pageSize: 50, ...options.b } });
  worlds.push(world);
  for (let number = 1; number <= count; number += 1)
    world.a.state.createIssue('ann', { title: `issue ${number}` });
  await world.sync();
  world.pass(10);
  await world.sync();
  return world;
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

describe('an issue that was deleted', () => {
  test('is not missed by a run that only reads what changed', async () => {
    const world = await synced(2);
    world.a.state.deleteIssue(1);

    const report = await world.sync();

    expect(report.tombstoned).toBe(0);
    expect(world.b.state.issue(1).state).toBe('open');
  });

  test('is found by a full scan, and closed on the other side', async () => {
    const world = await synced(2);
    world.a.state.deleteIssue(1);

    const report = await world.sync({ fullScan: true });

    expect(report.tombstoned).toBe(1);
    expect(world.b.state.issue(1)).toMatchObject({ state: 'closed', closeReason: 'not_planned' });
    expect(world.b.state.issue(2).state).toBe('open');
    expect(await recordsBelow(world.store, 'tombstone', '')).toMatchObject([
      { record: { vanishedFrom: 'a' } },
    ]);
  });

  test('is found when its other half is touched, and stays closed and gone', async () => {
    const world = await synced(2);
    world.a.state.deleteIssue(1);
    world.b.state.tick(10);
    world.b.state.updateIssue(1, { title: 'edited' });

    await world.sync();
    world.b.state.tick(10);
    world.b.state.updateIssue(1, { title: 'edited again', state: 'open' });
    const report = await world.sync();

    expect(report.created).toEqual({ a: 0, b: 0 });
    expect(world.a.state.issues.has(1)).toBe(false);
    expect(world.b.state.issue(1)).toMatchObject({ title: 'edited again', state: 'open' });
  });

  test.each([
    ['keep', 'open'],
    ['delete', null],
  ] as const)('is treated as the run says: %s', async (deletes, state) => {
    const world = await synced(1);
    world.a.state.deleteIssue(1);

    await world.sync({ fullScan: true, deletes });

    expect(world.b.state.issues.get(1)?.state ?? null).toBe(state);
  });

  test('is not deleted on the other side when somebody worked on it there', async () => {
    const world = await synced(1);
    world.a.state.deleteIssue(1);
    world.b.state.tick(10);
    world.b.state.createComment('ben', 1, 'still needed');

    await world.sync({ deletes: 'delete' });

    const [conflict] = await listConflicts(world.store);
    expect(conflict?.record).toMatchObject({ field: 'issue', reason: 'deleted-and-edited' });
    expect(world.b.state.issues.has(1)).toBe(true);
    await resolveConflict(world.store, conflict?.key ?? '', { take: 'a' });
    await world.sync({ deletes: 'delete' });
    expect(world.b.state.issues.has(1)).toBe(false);
    expect(await listConflicts(world.store)).toEqual([]);
  });

  test.each(['listComments', 'getIssue', 'listAttachments'])(
    'is not deleted when somebody labels it while it is looked at (%s)',
    async (method) => {
      const world = await synced(1);
      world.a.state.deleteIssue(1);
      world.b.onCall = (called) => {
        const isNew = world.b.state.issue(1).labels.length === 0;
        if (called === method && isNew) world.b.state.updateIssue(1, { addLabels: ['needed'] });
        return 'none';
      };

      await world.sync({ fullScan: true, deletes: 'delete' });

      expect(world.b.state.issue(1).labels).toEqual(['needed']);
      expect(await listConflicts(world.store)).toMatchObject([{ record: { reason: 'deleted-and-edited' } }]);
    },
  );

  test('and about which people are asked is no failure of what it was linked to', async () => {
    const world = await synced(2);
    world.a.state.updateIssue(2, { parent: 1 });
    world.pass(10);
    await world.sync();
    world.pass(10);
    world.a.state.deleteIssue(2);
    world.a.state.updateIssue(1, { title: 'edited' });
    world.b.state.updateIssue(2, { title: 'still needed' });

    const report = await world.sync({ deletes: 'delete' });

    expect(report).toMatchObject({ failed: [], conflicts: 1 });
    expect(await world.sync({ deletes: 'delete' })).toMatchObject({ failed: [], operationCount: 0 });
    expect(await recordsBelow(world.store, 'work', '')).toEqual([]);
  });

  test('leaves no comment behind that was to be written on it', async () => {
    const world = await synced(1);
    world.a.state.createComment('ann', 1, 'on its way');
    world.b.onCall = (method) => (method === 'createComment' ? '502-before' : 'none');
    expect(await world.sync()).toMatchObject({ failed: [{ code: 'FORGE_UNAVAILABLE' }] });
    world.b.onCall = () => 'none';
    world.a.state.deleteIssue(1);

    expect(await world.sync()).toMatchObject({ failed: [], tombstoned: 1 });

    expect(await recordsBelow(world.store, 'outbox', '')).toEqual([]);
  });

  test('waits for a run that may write to the other side', async () => {
    const world = await synced(1);
    world.b.state.deleteIssue(1);
    world.a.state.tick(10);
    world.a.state.updateIssue(1, { title: 'edited' });

    const oneWay = await world.sync({ direction: 'a-to-b' });

    expect(oneWay).toMatchObject({ left: 1, tombstoned: 0 });
    expect(await world.sync()).toMatchObject({ tombstoned: 1 });
    expect(world.a.state.issue(1)).toMatchObject({ state: 'closed', title: 'edited' });
  });
});

describe('a tracker that cannot be read', () => {
  test('says nothing about its issues', async () => {
    const world = await synced(3);
    world.b.readable = false;
    world.a.state.tick(10);
    world.a.state.updateIssue(1, { title: 'edited' });

    const report = await world.sync({ direction: 'a-to-b' });

    expect(report).toMatchObject({ tombstoned: 0, failed: [{ number: 1, code: 'FORGE_NOT_FOUND' }] });
    expect(world.a.state.issue(1).state).toBe('open');
    world.b.readable = true;
    await world.sync();
    expect(world.b.state.issue(1).title).toBe('edited');
  });

  test('that lost most of its issues stops the sync before it writes, unless it is forced', async () => {
    const world = await synced(40);
    for (let number = 1; number <= 20; number += 1) world.a.state.deleteIssue(number);
    world.a.calls.length = 0;
    world.b.calls.length = 0;

    await expect(world.sync({ fullScan: true })).rejects.toMatchObject({ code: 'SYNC_IMPLAUSIBLE' });
    expect([...world.a.calls, ...world.b.calls].filter(isWrite)).toEqual([]);

    expect(await world.sync({ force: true })).toMatchObject({ tombstoned: 20 });
  });

  test('that lost 19 issues, or 5 % of them, is believed', async () => {
    const world = await synced(40);
    for (let number = 1; number <= 19; number += 1) world.a.state.deleteIssue(number);

    expect(await world.sync({ fullScan: true })).toMatchObject({ tombstoned: 19 });
  });

  test('that has another issue under the same number stops the sync', async () => {
    const world = await synced(1);
    const issue = world.a.state.issue(1);
    world.a.state.issues.set(1, { ...issue, id: 'of another repository' });
    world.b.state.tick(10);
    world.b.state.updateIssue(1, { title: 'edited' });

    await expect(world.sync()).rejects.toMatchObject({ code: 'SYNC_IMPLAUSIBLE' });
  });
});
