import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './open-database.ts';
import { withSqliteErrors } from './sqlite-errors.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fixpoint-sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FIRST = 'CREATE TABLE things (name TEXT)';
const SECOND = 'ALTER TABLE things ADD COLUMN size INTEGER';

test('makes folder and file, and brings each module up to date once', () => {
  const path = join(folder, 'a', 'b', 'store.db');
  openDatabase(path, [{ module: 'things', migrations: [FIRST] }]).close();

  const database = openDatabase(path, [
    { module: 'things', migrations: [FIRST, SECOND] },
    { module: 'others', migrations: ['CREATE TABLE others (name TEXT)'] },
  ]);

  expect(database.prepare('SELECT module, version FROM schema_versions ORDER BY module').all()).toEqual([
    { module: 'others', version: 1 },
    { module: 'things', version: 2 },
  ]);
  expect(database.prepare('SELECT name, size FROM things').all()).toEqual([]);
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  database.close();
});

test('a migration that fails leaves the file as it was', () => {
  const path = join(folder, 'store.db');
  const broken = { module: 'things', migrations: [FIRST, 'NONSENSE'] };

  expect(() => openDatabase(path, [broken])).toThrow(expect.objectContaining({ code: 'LOCAL_STORE_FAILED' }));

  const database = openDatabase(path, [{ module: 'things', migrations: [FIRST] }]);
  expect(database.prepare('SELECT count(*) FROM things').pluck().get()).toBe(0);
  database.close();
});

test('a file of a newer version is not touched', () => {
  const path = join(folder, 'store.db');
  openDatabase(path, [{ module: 'things', migrations: [FIRST, SECOND] }]).close();

  const open = () => openDatabase(path, [{ module: 'things', migrations: [FIRST] }]);

  expect(open).toThrow(
    expect.objectContaining({ code: 'LOCAL_STORE_FAILED', message: expect.stringContaining('newer') }),
  );
});

test('what is no store is refused by its path', () => {
  const text = join(folder, 'text');
  writeFileSync(text, 'this is no database, and long enough to be taken for one by its first bytes');

  for (const path of [folder, text, join(text, 'below', 'store.db')]) {
    expect(() => openDatabase(path, [])).toThrow(
      expect.objectContaining({ code: 'LOCAL_STORE_FAILED', message: expect.stringContaining(path) }),
    );
  }
});

test('a store that somebody else writes to is busy, which may be tried again', () => {
  const path = join(folder, 'store.db');
  const one = openDatabase(path, [{ module: 'things', migrations: [FIRST] }]);
  const two = openDatabase(path, []);
  two.pragma('busy_timeout = 1');
  one.exec('BEGIN IMMEDIATE');

  const write = () => withSqliteErrors('writing', () => two.prepare("INSERT INTO things VALUES ('x')").run());

  expect(write).toThrow(expect.objectContaining({ code: 'LOCAL_STORE_BUSY', retryable: true }));
  one.exec('ROLLBACK');
  expect(write().changes).toBe(1);
  one.close();
  two.close();
});

test('errors that are not of SQLite pass unchanged', () => {
  const own = new TypeError('a bug');

  expect(() =>
    withSqliteErrors('x', () => {
      throw own;
    }),
  ).toThrow(own);
});
