import { expect, onTestFinished } from 'vitest';
import type { FakeTracker } from '../../testing/fake-tracker.ts';
import { createWorld, type SyncWorld } from './sync-world.ts';

type WorldOptions = Parameters<typeof createWorld>[0];

/** One issue on both sides, which the syncs know; it is closed with the test. */
export async function openWithIssue(options: WorldOptions = {}): Promise<SyncWorld> {
  const world = openWorld(options);
  world.a.state.createIssue('ann', { title: 'one' });
  await world.sync();
  world.pass(10);
  return world;
}

export function openWorld(options: WorldOptions = {}): SyncWorld {
  const world = createWorld(options);
  onTestFinished(() => world.close());
  return world;
}

/** As somebody does there, on the first issue. */
export function attach({ state }: FakeTracker, name: string, text: string): void {
  state.attach(1, { name, bytes: new TextEncoder().encode(text) });
}

/** Names and texts, of the first issue. */
export function filesOn({ state }: FakeTracker): readonly string[] {
  return state.filesOf(1).map(({ name, bytes }) => `${name}: ${new TextDecoder().decode(bytes)}`);
}

export function callsOf(world: SyncWorld): readonly string[] {
  return [...world.a.calls, ...world.b.calls];
}

export function forget(world: SyncWorld): void {
  world.a.calls.length = 0;
  world.b.calls.length = 0;
}

/** Syncs until all stamps are over, and once more, which asks of the streams alone. */
export async function expectLeftAlone(world: SyncWorld): Promise<void> {
  world.pass();
  await world.sync();
  forget(world);
  expect(await world.sync()).toMatchObject({ operationCount: 0, failed: [] });
  expect([...new Set(callsOf(world))]).toEqual(['changedIssues', 'changedComments']);
}
