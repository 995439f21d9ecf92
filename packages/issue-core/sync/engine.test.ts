import { afterEach, describe, expect, test } from 'vitest';
import { isWrite } from '../testing/fake-tracker.ts';
import { listConflicts, resolveConflict } from './conflicts.ts';
import { issueAttribution } from './issue-attribution.ts';
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

function writesOf(world: SyncWorld): readonly string[] {
  return [...world.a.calls, ...world.b.calls].filter(isWrite);
}

function forget(world: SyncWorld): void {
  world.a.calls.length = 0;
  world.b.calls.length = 0;
}

describe('a first sync', () => {
  test('creates on each side what the other has, with everything on it', async () => {
    const world = open();
    world.a.state.labels.set('bug', { name: 'Bug', color: '#ff0000', description: 'broken' });
    world.a.state.createIssue('alice', {
      title: 'from a',
      body: 'text',
      state: 'closed',
      closeReason: 'not_planned',
      labels: ['bug'],
      assignees: ['alice', 'bob'],
      milestone: 'v1',
      type: 'bug',
      priority: 'high',
    });
    world.b.state.createIssue('carol', { title: 'from b' });

    const report = await world.sync();

    expect(report).toMatchObject({ created: { a: 1, b: 1 }, failed: [], conflicts: 0 });
    expect([...world.b.state.issues.values()].find(({ title }) => title === 'from a')).toMatchObject({
      body: `${issueAttribution('alice', 'fake-a', 1)}\n\ntext`,
      state: 'closed',
      closeReason: 'not_planned',
      labels: ['Bug'],
      assignees: ['alice', 'bob'],
      milestone: 'v1',
      type: 'bug',
      priority: 'high',
    });
    expect(world.b.state.labels.get('bug')).toMatchObject({ color: '#ff0000', description: 'broken' });
    expect([...world.a.state.issues.values()].map(({ title }) => title)).toEqual(['from a', 'from b']);
  });

  test('writes nothing the second time, and asks each stream once when the clock went on', async () => {
    const world = open();
    for (const title of ['one', 'two', 'three']) world.a.state.createIssue('alice', { title, labels: ['x'] });
    world.a.state.createComment('alice', 1, 'hello');
    world.a.state.setLink(1, { kind: 'blocked_by', number: 2 }, true);
    await world.sync();
    world.pass(10);
    await world.sync();
    forget(world);

    await world.sync();

    expect(writesOf(world)).toEqual([]);
    expect([...new Set([...world.a.calls, ...world.b.calls])].toSorted()).toEqual([
      'changedComments',
      'changedIssues',
    ]);
  });

  test('matches nothing by its title', async () => {
    const world = open();
    world.a.state.createIssue('alice', { title: 'same' });
    world.b.state.createIssue('bob', { title: 'same' });

    await world.sync();

    expect(world.a.state.issues.size).toBe(2);
    expect(world.b.state.issues.size).toBe(2);
  });
});

describe('a conflict', () => {
  async function conflicting(): Promise<SyncWorld> {
    const world = open();
    world.a.state.createIssue('alice', { title: 'title' });
    await world.sync();
    for (const side of ['a', 'b'] as const) {
      world[side].state.tick(10);
      world[side].state.updateIssue(1, { title: `by ${side}`, addLabels: [`of-${side}`] });
    }
    return world;
  }

  test('is queued once, while all other fields go on', async () => {
    const world = await conflicting();

    await world.sync();
    const report = await world.sync();

    expect(report.conflicts).toBe(1);
    expect(await listConflicts(world.store)).toMatchObject([
      {
        record: {
          field: 'title',
          reason: 'both-changed',
          value: { a: 'by a', b: 'by b' },
          base: { a: 'title' },
        },
      },
    ]);
    expect(world.a.state.issue(1)).toMatchObject({ title: 'by a', labels: ['of-a', 'of-b'] });
    expect(world.b.state.issue(1).labels.toSorted()).toEqual(['of-a', 'of-b']);
  });

  test('is decided by people', async () => {
    const world = await conflicting();
    await world.sync();
    const [conflict] = await listConflicts(world.store);

    await resolveConflict(world.store, conflict?.key ?? '', { take: 'text', text: 'by both' });
    const report = await world.sync();

    expect(report.conflicts).toBe(0);
    expect([world.a.state.issue(1).title, world.b.state.issue(1).title]).toEqual(['by both', 'by both']);
  });

  test('that is decided while a run goes on is carried out by the next one', async () => {
    const world = await conflicting();
    await world.sync();
    const [conflict] = await listConflicts(world.store);
    await resolveConflict(world.store, conflict?.key ?? '', { take: 'b' });
    // The run that goes on ends its work on the issue.
    for (const { key } of await recordsBelow(world.store, 'work', ''))
      await world.store.commit([{ op: 'remove', kind: 'work', key }]);

    const report = await world.sync();

    expect(report.conflicts).toBe(0);
    expect([world.a.state.issue(1).title, world.b.state.issue(1).title]).toEqual(['by b', 'by b']);
  });

  test('is queued again when somebody edits after it was decided', async () => {
    const world = await conflicting();
    await world.sync();
    const [conflict] = await listConflicts(world.store);
    await resolveConflict(world.store, conflict?.key ?? '', { take: 'a' });
    world.b.state.updateIssue(1, { title: 'b again' });

    await world.sync();

    expect(await listConflicts(world.store)).toMatchObject([
      { record: { value: { b: 'b again' }, resolution: null } },
    ]);
    expect(world.b.state.issue(1).title).toBe('b again');
  });

  test.each([
    ['a', 'by a'],
    ['b', 'by b'],
  ] as const)('is decided by the policy %s', async (policy, title) => {
    const world = await conflicting();

    const report = await world.sync({ policy });

    expect(report.conflicts).toBe(0);
    expect([world.a.state.issue(1).title, world.b.state.issue(1).title]).toEqual([title, title]);
  });

  test('is left to people when both stamps are equal, whatever is newer', async () => {
    const world = await conflicting();

    expect(await world.sync({ policy: 'newer' })).toMatchObject({ conflicts: 1 });
    world.b.state.tick(5);
    world.b.state.updateIssue(1, { title: 'newest' });
    expect(await world.sync({ policy: 'newer' })).toMatchObject({ conflicts: 0 });
    expect(world.a.state.issue(1).title).toBe('newest');
  });

  test('is over when both sides agree', async () => {
    const world = await conflicting();
    await world.sync();

    world.b.state.tick(5);
    world.b.state.updateIssue(1, { title: 'by a' });

    expect(await world.sync()).toMatchObject({ conflicts: 0 });
  });
});
