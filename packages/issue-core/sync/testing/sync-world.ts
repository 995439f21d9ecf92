import { openDatabase } from '../../sqlite/open-database.ts';
import { createFakeTracker, type FakeTracker, type FakeTrackerOptions } from '../../testing/fake-tracker.ts';
import { runSync, type SyncOptions } from '../engine.ts';
import type { SyncReport } from '../report.ts';
import type { PerSide } from '../side.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from '../sqlite-store.ts';
import type { SyncStore } from '../store-port.ts';

/** Longer than a lease, so that the run after a crash need not wait. */
const LEASE_OVER_SECONDS = 200;

/** Two fake trackers and a real store. */
export interface SyncWorld extends PerSide<FakeTracker> {
  readonly store: SyncStore;
  sync(options?: Partial<SyncOptions>): Promise<SyncReport>;
  /** Time goes on everywhere; otherwise only where `tick` is called, so that much happens within one second. */
  pass(seconds?: number): void;
  close(): void;
}

export function createWorld(
  options: { readonly a?: Partial<FakeTrackerOptions>; readonly b?: Partial<FakeTrackerOptions> } = {},
): SyncWorld {
  const a = createFakeTracker({ name: 'a', ...options.a });
  const b = createFakeTracker({ name: 'b', ...options.b });
  const database = openDatabase(':memory:', [SYNC_SCHEMA]);
  const store = openSqliteSyncStore(database, 'pair');
  let clockMs = 0;
  const world: SyncWorld = {
    a,
    b,
    store,
    sync(given = {}) {
      const wait = async (ms: number) => world.pass(Math.ceil(ms / 1_000));
      const base = { a: a.backend, b: b.backend, store, direction: 'both', wait } as const;
      return runSync({ ...base, now: () => clockMs, ...given });
    },
    pass(seconds = LEASE_OVER_SECONDS) {
      clockMs += seconds * 1_000;
      a.state.tick(seconds);
      b.state.tick(seconds);
    },
    close: () => {
      database.close();
    },
  };
  return world;
}
