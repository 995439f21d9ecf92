import { expect, test } from 'vitest';
import { openDatabase } from '../sqlite/open-database.ts';
import { readKnownKeys } from './known-keys.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from './sqlite-store.ts';

test('of an empty kind it is known what is not there, whenever that was first asked', async () => {
  const database = openDatabase(':memory:', [SYNC_SCHEMA]);
  const store = openSqliteSyncStore(database, 'a-b');
  await store.commit([{ op: 'put', kind: 'mapping-ref', key: 'a/1', record: 'm' }]);
  const known = await readKnownKeys(store);

  known.wrote([{ op: 'insert', kind: 'comment-ref', key: 'a/1', record: 'm/c' }]);
  expect(known.lacks('comment-ref', 'a/1')).toBe(false);
  expect(known.lacks('comment-ref', 'b/1')).toBe(true);
  expect(known.lacksBelow('comment-ref', 'a/')).toBe(false);
  expect(known.lacksBelow('comment-ref', 'b/')).toBe(true);
  known.wrote([{ op: 'insert', kind: 'comment-ref', key: 'b/1', record: 'm/c' }]);

  expect(known.lacksBelow('comment-ref', 'b/')).toBe(false);
  expect(known.lacks('mapping-ref', 'a/2')).toBe(false);
  database.close();
});
