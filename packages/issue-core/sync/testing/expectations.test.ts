import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyEdit } from './edits.ts';
import { expectBijection, expectBuried, expectConverged, expectNothingLost } from './expectations.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createWorld, type SyncWorld } from './sync-world.ts';

let world: SyncWorld;
let ledger: Ledger;

beforeEach(async () => {
  world = createWorld();
  ledger = createLedger();
  for (const kind of ['create', 'label', 'comment'] as const)
    applyEdit(world, ledger, { side: 'a', pick: 0, kind });
  await world.sync();
});

afterEach(() => {
  world.close();
});

test('a sound sync is accepted', async () => {
  await expectNothingLost(world, ledger);
  await expectConverged(world);
  await expectBijection(world);
});

test.each([
  ['a title', () => world.b.state.updateIssue(1, { title: 'gone' })],
  ['a label', () => world.b.state.updateIssue(1, { removeLabels: ['t3t'] })],
  ['a comment', () => world.b.state.deleteComment('b-c1')],
])('the loss of %s is refused', async (_, lose) => {
  lose();

  await expect(expectNothingLost(world, ledger)).rejects.toThrow('lost');
  await expect(expectConverged(world)).rejects.toThrow();
});

test('a removed label that comes back is refused', async () => {
  ledger.remove('t3t');

  await expect(expectNothingLost(world, ledger)).rejects.toThrow('back');
});

test('the loss of a label that nobody took away is refused', async () => {
  for (const { state } of [world.a, world.b]) state.updateIssue(1, { removeLabels: ['Shared'] });

  await expect(expectNothingLost(world, ledger)).rejects.toThrow();
});

test('a deleted issue that is made again is refused', async () => {
  applyEdit(world, ledger, { side: 'a', pick: 0, kind: 'delete-issue' });
  await world.sync({ fullScan: true });
  await expectBuried(world);
  await expectNothingLost(world, ledger);

  world.a.state.createIssue('sync-bot', { title: world.b.state.issue(1).title });

  await expect(expectBuried(world)).rejects.toThrow();
});

test.each([
  ['an issue', () => world.b.state.createIssue('sync-bot', { title: world.b.state.issue(1).title })],
  ['a comment', () => world.b.state.createComment('sync-bot', 1, 't4t')],
])('%s that is there twice is refused', async (_, repeat) => {
  repeat();

  await expect(expectBijection(world)).rejects.toThrow();
});
