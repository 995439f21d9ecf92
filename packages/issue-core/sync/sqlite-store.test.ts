import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../sqlite/open-database.ts';
import { overlayStore } from './overlay-store.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from './sqlite-store.ts';
import { recordsBelow, type SyncStore } from './store-port.ts';

let folder = '';
let database: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sync-store-'));
  database = openDatabase(join(folder, 'sync.db'), [SYNC_SCHEMA]);
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const stores: [string, () => SyncStore][] = [
  ['the store', () => openSqliteSyncStore(database, 'pair')],
  ['a dry run over it', () => overlayStore(openSqliteSyncStore(database, 'pair'))],
];

describe.each(stores)('%s', (_, open) => {
  test('gives back what was put, until it is removed', async () => {
    const store = open();
    await store.commit([{ op: 'put', kind: 'cursor', key: 'a/issues', record: 'one' }]);
    await store.commit([{ op: 'put', kind: 'cursor', key: 'a/issues', record: 'two' }]);
    expect(await store.get('cursor', 'a/issues')).toBe('two');

    await store.commit([{ op: 'remove', kind: 'cursor', key: 'a/issues' }]);

    expect(await store.get('cursor', 'a/issues')).toBeNull();
    expect(await store.count('cursor', '')).toBe(0);
  });

  test('refuses a second record in the place of another, and takes the same one again', async () => {
    const store = open();
    const insert = (record: string) =>
      store.commit([{ op: 'insert', kind: 'mapping-ref', key: 'a/1', record }]);
    await insert('m1');

    await insert('m1');
    await expect(insert('m2')).rejects.toMatchObject({ code: 'RECORD_CONFLICT' });

    expect(await store.get('mapping-ref', 'a/1')).toBe('m1');
  });

  test('lists below a prefix, in pages, in order', async () => {
    const store = open();
    const keys = Array.from({ length: 1_200 }, (_, index) => `a/${String(index).padStart(6, '0')}`);
    await store.commit(keys.map((key) => ({ op: 'put', kind: 'mapping-ref', key, record: key }) as const));
    await store.commit([{ op: 'put', kind: 'mapping-ref', key: 'b/000001', record: 'other' }]);

    const listed = (await recordsBelow(store, 'mapping-ref', 'a/')).map(({ key }) => key);

    expect(listed).toEqual(keys);
    expect(await store.count('mapping-ref', 'a/')).toBe(1_200);
    expect(await store.list('mapping-ref', { prefix: 'a/', after: 'a/001198', limit: 5 })).toHaveLength(1);
  });
});

describe('the store', () => {
  test('writes all of a commit or nothing', async () => {
    const store = openSqliteSyncStore(database, 'pair');
    await store.commit([{ op: 'insert', kind: 'mapping-ref', key: 'a/1', record: 'm1' }]);

    const failing = store.commit([
      { op: 'put', kind: 'cursor', key: 'a/issues', record: 'moved' },
      { op: 'insert', kind: 'mapping-ref', key: 'a/1', record: 'm2' },
    ]);

    await expect(failing).rejects.toMatchObject({ code: 'RECORD_CONFLICT' });
    expect(await store.get('cursor', 'a/issues')).toBeNull();
  });

  test('keeps pairs apart', async () => {
    await openSqliteSyncStore(database, 'one').commit([
      { op: 'put', kind: 'cursor', key: 'a/issues', record: 'x' },
    ]);

    expect(await openSqliteSyncStore(database, 'two').get('cursor', 'a/issues')).toBeNull();
  });

  test('refuses a record that it did not write', async () => {
    database.prepare("INSERT INTO sync_records VALUES ('pair', 'work', 'a/1', '{\"side\":\"c\"}')").run();

    const reading = openSqliteSyncStore(database, 'pair').get('work', 'a/1');

    await expect(reading).rejects.toMatchObject({ code: 'LOCAL_STORE_FAILED' });
  });
});

test('a dry run leaves the store below as it was', async () => {
  const under = openSqliteSyncStore(database, 'pair');
  await under.commit([{ op: 'put', kind: 'mapping-ref', key: 'a/1', record: 'm1' }]);
  const over = overlayStore(under);

  await over.commit([
    { op: 'remove', kind: 'mapping-ref', key: 'a/1' },
    { op: 'put', kind: 'mapping-ref', key: 'a/2', record: 'm2' },
  ]);

  expect((await recordsBelow(over, 'mapping-ref', '')).map(({ key }) => key)).toEqual(['a/2']);
  expect((await recordsBelow(under, 'mapping-ref', '')).map(({ key }) => key)).toEqual(['a/1']);
});
