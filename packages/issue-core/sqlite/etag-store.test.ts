import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSqliteEtagStore, ETAG_SCHEMA } from './etag-store.ts';
import { openDatabase } from './open-database.ts';

const HOUR_MS = 60 * 60_000;

function opened(bounds: { maxEntries: number; maxBytes: number }) {
  const database = openDatabase(':memory:', [ETAG_SCHEMA]);
  const clock = { now: 0 };
  const store = createSqliteEtagStore(database, bounds, () => clock.now);
  const keys = () => database.prepare('SELECT key FROM etag_answers ORDER BY key').pluck().all();
  return { database, clock, store, keys };
}

describe('the store of ETags in SQLite', () => {
  test('is there again after it was closed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'etags-'));
    try {
      const path = join(folder, 'store.db');
      const database = openDatabase(path, [ETAG_SCHEMA]);
      createSqliteEtagStore(database).set('a', 'kept');
      database.close();

      const again = openDatabase(path, [ETAG_SCHEMA]);
      expect(createSqliteEtagStore(again).get('a')).toBe('kept');
      expect(createSqliteEtagStore(again).get('b')).toBeNull();
      again.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('forgets what was not used for longest', () => {
    const { store, clock, keys } = opened({ maxEntries: 2, maxBytes: 1_000 });
    store.set('a', '1');
    clock.now = 1;
    store.set('b', '2');
    clock.now = 2 * HOUR_MS;
    store.get('a');
    store.set('c', '3');

    expect(keys()).toEqual(['a', 'c']);
  });

  test('keeps within its bytes, and lets the newest in', () => {
    const { store, keys } = opened({ maxEntries: 100, maxBytes: 100 });
    for (const key of ['a', 'b', 'c', 'd']) store.set(key, 'x'.repeat(40));
    expect(keys()).toHaveLength(2);
    expect(keys()).toContain('d');

    store.set('e', 'x'.repeat(99));
    expect(keys()).toEqual(['e']);

    store.set('f', 'x'.repeat(100));
    expect(keys()).toEqual(['e']);
  });

  test('does not keep what is replaced by something too big', () => {
    const { store, keys } = opened({ maxEntries: 100, maxBytes: 10 });
    store.set('a', 'x');
    store.set('a', 'x'.repeat(11));

    expect(keys()).toEqual([]);
  });

  test('seldom writes when it is read', () => {
    const { store, database } = opened({ maxEntries: 2, maxBytes: 1_000 });
    store.set('a', '1');
    const changes = database.prepare('SELECT total_changes()').pluck();
    const before = changes.get();

    for (let reads = 0; reads < 100; reads += 1) store.get('a');

    expect(changes.get()).toBe(before);
  });

  test('that is closed fails as one of ours', () => {
    const { store, database } = opened({ maxEntries: 2, maxBytes: 1_000 });
    database.exec('DROP TABLE etag_answers');

    expect(() => store.get('a')).toThrow(expect.objectContaining({ code: 'LOCAL_STORE_FAILED' }));
  });
});
