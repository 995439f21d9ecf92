import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../sqlite/open-database.ts';
import { overlayStore } from './overlay-store.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from './sqlite-store.ts';
import { recordsBelow, type SyncStore } from './store-port.ts';
import { testSyncStore } from './testing/store-contract.ts';

let folder = '';
let database: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sync-store-'));
  database = openDatabase(join(folder, 'sync.db'), [SYNC_SCHEMA]);
});

afterEach(() => {
  overlays.clear();
  database.close();
  rmSync(folder, { recursive: true });
});

const overlays = new Map<string, SyncStore>();
const stores: [string, (pair?: string) => SyncStore][] = [
  ['the store', (pair = 'pair') => openSqliteSyncStore(database, pair)],
  ['a dry run over it', (pair = 'pair') => overlayOf(pair)],
];

/** What a dry run wrote is seen by itself only. */
function overlayOf(pair: string): SyncStore {
  const overlay = overlays.get(pair) ?? overlayStore(openSqliteSyncStore(database, pair));
  overlays.set(pair, overlay);
  return overlay;
}

describe.each(stores)('%s', (_, open) => testSyncStore(open));

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
