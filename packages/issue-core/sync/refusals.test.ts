import { afterEach, describe, expect, test } from 'vitest';
import { isWrite } from '../testing/fake-tracker.ts';
import { AS_GIVEN } from '../testing/fake-tracker-state.ts';
import { listConflicts, resolveConflict } from './conflicts.ts';
import { recordsBelow } from './store-port.ts';
import { createWorld, type SyncWorld } from './testing/sync-world.ts';

const worlds: SyncWorld[] = [];

function open(options: Parameters<typeof createWorld>[0] = {}): SyncWorld {
  const world = createWorld(options);
  worlds.push(world);
  return world;
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

describe('what a tracker refuses', () => {
  test('is queued, while everything else is written', async () => {
    const world = open({ b: { people: ['ben'] } });
    world.a.state.createIssue('ann', { title: 'title', labels: ['x'], assignees: ['ann', 'ben'] });

    const report = await world.sync();

    expect(report.failed).toEqual([]);
    expect(world.b.state.issue(1)).toMatchObject({ labels: ['x'], assignees: ['ben'] });
    expect(await recordsBelow(world.store, 'conflict', '')).toMatchObject([
      { record: { field: 'assignees', reason: 'refused', refusal: { by: 'b', names: ['ann'] } } },
    ]);
    expect(world.a.state.issue(1).assignees).toEqual(['ann', 'ben']);
  });

  test('of assignees stays on its side: that is told, and no conflict', async () => {
    const world = open({ b: { people: ['ben'] } });
    world.a.state.createIssue('sync-bot', { title: 'one', assignees: ['ann', 'ben'] });
    world.a.state.createIssue('sync-bot', { title: 'two', assignees: ['ann'] });

    const report = await world.sync();

    expect(report).toMatchObject({ failed: [], conflicts: 0 });
    expect(report.unassigned).toEqual([{ side: 'b', login: 'ann', issues: 2 }]);
    expect(await listConflicts(world.store)).toEqual([]);
    expect(await world.sync()).toMatchObject({ operationCount: 0, unassigned: [{ login: 'ann' }] });
    expect(world.a.state.issue(1).assignees).toEqual(['ann', 'ben']);
  });

  test('of assignees is carried once somebody says who they are there', async () => {
    const world = open({ a: { people: ['ann'] }, b: { people: ['ann.smith', 'ben'] } });
    world.a.state.createIssue('sync-bot', { title: 'one', assignees: ['ann'] });
    const users = [{ a: 'ann', b: 'ann.smith' }];
    await world.sync();
    expect(world.b.state.issue(1).assignees).toEqual([]);

    expect(await world.sync({ users, force: true })).toMatchObject({ conflicts: 0, unassigned: [] });
    expect(world.b.state.issue(1).assignees).toEqual(['ann.smith']);
    world.pass(10);
    world.b.state.updateIssue(1, { removeAssignees: ['ann.smith'] });
    await world.sync({ users });
    expect(world.a.state.issue(1).assignees).toEqual([]);
    world.b.state.createIssue('ann.smith', { title: 'two', body: 'text', assignees: ['ann.smith'] });
    await world.sync({ users });
    expect(world.a.state.issue(2)).toMatchObject({ assignees: ['ann'] });
    expect(world.a.state.issue(2).body).toContain('`ann` wrote at fake-b `#2`');
    expect(await world.sync({ users, force: true })).toMatchObject({ operationCount: 0 });
  });

  test('is asked for again only when somebody says so', async () => {
    const people = ['ben'];
    const world = open({ b: { people } });
    world.a.state.createIssue('ann', { title: 'title', assignees: ['ann'] });
    await world.sync();
    world.b.calls.length = 0;
    world.a.state.tick(10);
    world.a.state.updateIssue(1, { body: 'touched' });
    await world.sync();
    expect(world.b.calls.filter(isWrite)).toEqual(['updateIssue']);

    people.push('ann');
    const [conflict] = await recordsBelow(world.store, 'conflict', '');
    await resolveConflict(world.store, conflict?.key ?? '', { take: 'try-again' });

    expect(await world.sync()).toMatchObject({ conflicts: 0 });
    expect(world.b.state.issue(1).assignees).toEqual(['ann']);
  });

  test('may be left as it is, and is then no change any more', async () => {
    const world = open({ b: { people: ['ben'] } });
    world.a.state.createIssue('ann', { title: 'title', assignees: ['ann'] });
    await world.sync();
    const [conflict] = await recordsBelow(world.store, 'conflict', '');

    await resolveConflict(world.store, conflict?.key ?? '', { take: 'as-it-is' });

    expect(await world.sync()).toMatchObject({ conflicts: 0, operationCount: 0 });
    expect(await world.sync({ force: true })).toMatchObject({ conflicts: 0, operationCount: 0 });
    expect(world.a.state.issue(1).assignees).toEqual(['ann']);
  });

  test('includes a second assignee where there is room for one', async () => {
    const world = open({ b: { capabilities: { 'several-assignees': 'unsupported' } } });
    world.a.state.createIssue('ann', { title: 'title', assignees: ['ann', 'ben'] });

    const report = await world.sync();

    expect(report).toMatchObject({ failed: [], conflicts: 0, unassigned: [{ side: 'b', login: 'ben' }] });
    expect(world.b.state.issue(1).assignees).toEqual(['ann']);
  });

  test('is never what a tracker has no field for: that stays on its side', async () => {
    const world = open({
      b: { capabilities: { priority: 'unsupported', type: 'beside', 'in-progress': 'unsupported' } },
    });
    world.a.state.createIssue('ann', { title: 'title', priority: 'high', type: 'bug', state: 'in_progress' });

    await world.sync();
    world.b.state.tick(10);
    world.b.state.updateIssue(1, { priority: 'low', title: 'by b' });
    const report = await world.sync();

    expect(report.conflicts).toBe(0);
    expect(world.a.state.issue(1)).toMatchObject({
      priority: 'high',
      type: 'bug',
      state: 'in_progress',
      title: 'by b',
    });
    expect(world.b.state.issue(1)).toMatchObject({ priority: 'low', state: 'open' });
  });
});

describe('labels', () => {
  test('of nobody else are touched, whoever adds them meanwhile', async () => {
    const world = open();
    world.a.state.createIssue('ann', { title: 'title', labels: ['one'] });
    await world.sync();
    world.pass(10);
    world.a.state.updateIssue(1, { addLabels: ['two'], removeLabels: ['one'] });
    world.b.onCall = (method) => {
      if (method === 'updateIssue') world.b.state.updateIssue(1, { addLabels: ['meanwhile'] });
      return 'none';
    };

    await world.sync();
    expect(world.b.state.issue(1).labels.toSorted()).toEqual(['meanwhile', 'two']);
    world.b.onCall = () => 'none';
    await world.sync();

    expect(world.a.state.issue(1).labels.toSorted()).toEqual(['meanwhile', 'two']);
  });

  test('that are taken away do not come back because a write to the other side failed', async () => {
    const world = open();
    world.a.state.createIssue('ann', { title: 'title' });
    await world.sync();
    world.pass(10);
    world.a.state.updateIssue(1, { title: 'by a' });
    world.b.state.updateIssue(1, { addLabels: ['of-b'] });
    world.b.onCall = (method) => (method === 'updateIssue' ? '502-before' : 'none');
    await world.sync();
    expect(world.a.state.issue(1).labels).toEqual(['of-b']);
    world.b.onCall = () => 'none';
    world.a.state.updateIssue(1, { removeLabels: ['of-b'] });

    await world.sync();

    expect([world.a.state.issue(1).labels, world.b.state.issue(1).labels]).toEqual([[], []]);
    expect(world.b.state.issue(1).title).toBe('by a');
  });

  test('that are renamed on one side are renamed on the issues of the other', async () => {
    const world = open();
    world.a.state.createIssue('ann', { title: 'title', labels: ['old', 'other'] });
    await world.sync();
    world.pass(10);
    world.b.state.renameLabel('old', 'new');

    await world.sync({ fullScan: true });

    expect(world.a.state.issue(1).labels.toSorted()).toEqual(['new', 'other']);
  });

  test('are the same in any case', async () => {
    const world = open({ b: { rewriting: { ...AS_GIVEN, label: (name) => name.toUpperCase() } } });
    world.a.state.createIssue('ann', { title: 'title', labels: ['bug'] });
    await world.sync();

    expect(world.b.state.issue(1).labels).toEqual(['BUG']);
    expect(await world.sync({ force: true })).toMatchObject({ operationCount: 0 });
    world.a.state.tick(10);
    world.a.state.updateIssue(1, { removeLabels: ['bug'] });
    await world.sync();
    expect(world.b.state.issue(1).labels).toEqual([]);
  });
});
