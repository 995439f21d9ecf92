import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import type { Database, Schema } from '../sqlite/open-database.ts';
import { withSqliteErrors } from '../sqlite/sqlite-errors.ts';
import { type RecordKind, SYNC_RECORDS, type SyncRecord } from './records.ts';
import type { RecordRange, StoredRecord, StoreWrite, SyncStore } from './store-port.ts';

export const SYNC_SCHEMA: Schema = {
  module: 'sync',
  migrations: [
    `CREATE TABLE sync_records (
       pair TEXT NOT NULL,
       kind TEXT NOT NULL,
       key TEXT NOT NULL,
       record TEXT NOT NULL,
       PRIMARY KEY (pair, kind, key)
     )`,
  ],
};

/** Behind every character that a key may have, so that a prefix is a range of the index. */
const LAST_CHARACTER = '\u{10ffff}';

const Row = z.object({ key: z.string(), record: z.string() });

/**
 * What the sync of one pair remembers, in a database opened with `SYNC_SCHEMA`. Every commit is one transaction.
 *
 * @throws FixpointError LOCAL_STORE_FAILED, LOCAL_STORE_BUSY; of a commit RECORD_CONFLICT too
 */
export function openSqliteSyncStore(database: Database, pair: string): SyncStore {
  const what = `sync of ${pair}`;
  const statements = withSqliteErrors(what, () => ({
    get: database.prepare('SELECT key, record FROM sync_records WHERE pair = ? AND kind = ? AND key = ?'),
    // Of two lower bounds SQLite takes one for the index, and would read all that lies between them.
    list: database.prepare(
      `SELECT key, record FROM sync_records
       WHERE pair = +:pair AND kind = +:kind AND key >= max(:prefix, :after) AND +key > +:after AND key < +:end
       ORDER BY key LIMIT +:limit`,
    ),
    count: database
      .prepare('SELECT count(*) FROM sync_records WHERE pair = +? AND kind = +? AND key >= +? AND key < +?')
      .pluck(),
    insert: database.prepare('INSERT INTO sync_records VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'),
    put: database.prepare(
      'INSERT INTO sync_records VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET record = excluded.record',
    ),
    remove: database.prepare('DELETE FROM sync_records WHERE pair = ? AND kind = ? AND key = ?'),
  }));

  const apply = (write: StoreWrite): void => {
    if (write.op === 'remove') {
      statements.remove.run(pair, write.kind, write.key);
      return;
    }
    const text = JSON.stringify(write.record);
    const { changes } = statements[write.op].run(pair, write.kind, write.key, text);
    if (changes > 0) return;
    const standing = Row.parse(statements.get.get(pair, write.kind, write.key));
    if (standing.record === text) return;
    throw new FixpointError('RECORD_CONFLICT', `${what}: ${write.kind} ${write.key}.`);
  };
  const commitAll = database.transaction((writes: readonly StoreWrite[]) => writes.forEach(apply));
  const commitNow = (writes: readonly StoreWrite[]): void => {
    if (writes.length > 0) withSqliteErrors(what, () => commitAll.immediate(writes));
  };

  return {
    pair,
    async get(kind, key) {
      const row = withSqliteErrors(what, () => statements.get.get(pair, kind, key));
      return row === undefined ? null : parseRow(what, kind, row).record;
    },
    async list<K extends RecordKind>(kind: K, { prefix, after, limit }: RecordRange) {
      const rows = withSqliteErrors(what, () =>
        statements.list.all({ pair, kind, prefix, after: after ?? '', end: prefix + LAST_CHARACTER, limit }),
      );
      return rows.map((row) => parseRow(what, kind, row));
    },
    async count(kind, prefix) {
      return withSqliteErrors(what, () =>
        Number(statements.count.get(pair, kind, prefix, prefix + LAST_CHARACTER)),
      );
    },
    async commit(writes) {
      commitNow(writes);
    },
    commitNow,
  };
}

function parseRow<K extends RecordKind>(what: string, kind: K, row: unknown): StoredRecord<K> {
  const { key, record } = Row.parse(row);
  const parsed = SYNC_RECORDS[kind].safeParse(JSON.parse(record));
  // The union of all schemas loses which one it was; `kind` tells.
  if (parsed.success) return { key, record: parsed.data as SyncRecord<K> };
  throw new FixpointError('LOCAL_STORE_FAILED', `${what}: ${kind} ${key}: ${z.prettifyError(parsed.error)}`);
}
