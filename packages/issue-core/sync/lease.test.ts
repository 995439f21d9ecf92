import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../sqlite/open-database.ts';
import { takeLease } from './lease.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from './sqlite-store.ts';
import type { SyncStore } from './store-port.ts';

const HALF_LEASE_MS = 30_000;
const BUSY = { code: 'LOCAL_STORE_BUSY' };

let database: Database;
let store: SyncStore;
let clockMs = 0;
const now = () => clockMs;

beforeEach(() => {
  clockMs = 1_000;
  database = openDatabase(':memory:', [SYNC_SCHEMA]);
  store = openSqliteSyncStore(database, 'pair');
});

afterEach(() => {
  database.close();
});

test('one of two holds it, until it lets go', async () => {
  const first = await takeLease(store, { runId: 'one', now });
  await expect(takeLease(store, { runId: 'two', now })).rejects.toMatchObject(BUSY);
  await first.release();

  const second = await takeLease(store, { runId: 'two', now });

  await second.renew();
  await second.release();
  expect(await store.count('lease', '')).toBe(1);
});

test('of many that start at once, one gets it', async () => {
  const starts = Array.from({ length: 20 }, (_, index) => takeLease(store, { runId: `run-${index}`, now }));

  const results = await Promise.allSettled(starts);

  const holders = results.filter(({ status }) => status === 'fulfilled');
  expect(holders).toHaveLength(1);
  for (const result of results) if (result.status === 'fulfilled') await result.value.release();
});

test('is held by steps for longer than it lasts', async () => {
  const holder = await takeLease(store, { runId: 'one', now });
  for (let half = 0; half < 10; half += 1) {
    clockMs += HALF_LEASE_MS;
    await holder.renew();
  }

  await expect(takeLease(store, { runId: 'two', now })).rejects.toMatchObject(BUSY);
  await holder.release();
});

test('is held while a single step takes longer than it lasts', async () => {
  const holder = await takeLease(store, { runId: 'one', now, beatMs: 1 });
  clockMs += HALF_LEASE_MS + 1;

  await vi.waitFor(async () => {
    const [lease] = await store.list('lease', { prefix: '', after: null, limit: 1 });
    expect(lease?.record.expiresAtMs).toBeGreaterThan(clockMs + HALF_LEASE_MS);
  });

  clockMs += HALF_LEASE_MS;
  await expect(takeLease(store, { runId: 'two', now })).rejects.toMatchObject(BUSY);
  await holder.release();
});

test('of a run that died is taken over, and the late one is told', async () => {
  const dead = await takeLease(store, { runId: 'one', now });
  clockMs += 3 * HALF_LEASE_MS;

  const heir = await takeLease(store, { runId: 'two', now });

  await expect(dead.renew()).rejects.toMatchObject(BUSY);
  await dead.release();
  await expect(takeLease(store, { runId: 'three', now })).rejects.toMatchObject(BUSY);
  await heir.release();
});

test('of a run that is known to be over is taken at once, and its late holder stops', async () => {
  const dead = await takeLease(store, { runId: 'dead/1', now });
  const isOver = (runId: string) => runId.startsWith('dead/');

  const heir = await takeLease(store, { runId: 'heir/1', now, isOver });

  await expect(takeLease(store, { runId: 'third', now, isOver })).rejects.toMatchObject(BUSY);
  clockMs += HALF_LEASE_MS + 1;
  await expect(dead.renew()).rejects.toMatchObject(BUSY);
  await heir.renew();
  await heir.release();
  await dead.release();
});
