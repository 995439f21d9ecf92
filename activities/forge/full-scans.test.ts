import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from '@fixpoint/issue-core/sync/sqlite-store.ts';
import { expect, onTestFinished, test } from 'vitest';
import { readFullScans } from './full-scans.ts';

const HOUR_MS = 60 * 60_000;
const START = Date.parse('2026-03-01T23:45:00Z');

test('one is due at first, and again a day after one that came to its end', async () => {
  const database = openDatabase(':memory:', [SYNC_SCHEMA]);
  onTestFinished(() => void database.close());
  const store = openSqliteSyncStore(database, 'pair');
  const isDueAt = async (ms: number) => (await readFullScans(store, ms)).isDue;

  const first = await readFullScans(store, START);
  expect(first.isDue).toBe(true);
  // It was cut off.
  expect(await isDueAt(START + HOUR_MS)).toBe(true);
  await first.done();

  expect(await isDueAt(START + HOUR_MS)).toBe(false);
  expect(await isDueAt(START + 23 * HOUR_MS)).toBe(false);
  expect(await isDueAt(START + 24 * HOUR_MS)).toBe(true);
  // However long nothing ran meanwhile.
  expect(await isDueAt(START + 100 * HOUR_MS)).toBe(true);
});
