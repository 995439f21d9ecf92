import type { Database, Schema } from './open-database.ts';
import { withSqliteErrors } from './sqlite-errors.ts';

/** Give it to `openDatabase` before the store is made. */
export const ETAG_SCHEMA: Schema = {
  module: 'etags',
  migrations: [
    `CREATE TABLE etag_answers (
       key TEXT PRIMARY KEY,
       value TEXT NOT NULL,
       size_bytes INTEGER NOT NULL,
       used_at INTEGER NOT NULL
     ) WITHOUT ROWID;
     CREATE INDEX etag_answers_by_use ON etag_answers (used_at, size_bytes);`,
  ],
};

/** What `EtagStore` of packages/forges asks for; this package does not know forges. */
export interface SqliteEtagStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

export interface EtagBounds {
  readonly maxEntries: number;
  /** Of all keys and values together, in UTF-8. */
  readonly maxBytes: number;
}

const DEFAULT_BOUNDS: EtagBounds = { maxEntries: 2_000, maxBytes: 64 * 1024 ** 2 };
/** Uses are noted this coarsely, so that reading seldom writes. */
const USE_GRAIN_MS = 60 * 60_000;

/**
 * Answers that outlive the process; those not used for longest go first.
 *
 * @throws FixpointError LOCAL_STORE_FAILED, LOCAL_STORE_BUSY, in both methods
 */
export function createSqliteEtagStore(
  database: Database,
  bounds: EtagBounds = DEFAULT_BOUNDS,
  now: () => number = Date.now,
): SqliteEtagStore {
  const read = database.prepare<[string], { value: string; used_at: number }>(
    'SELECT value, used_at FROM etag_answers WHERE key = ?',
  );
  const touch = database.prepare('UPDATE etag_answers SET used_at = ? WHERE key = ?');
  const write = database.prepare('INSERT OR REPLACE INTO etag_answers VALUES (?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM etag_answers WHERE key = ?');
  const measure = database.prepare<[], { entries: number; bytes: number }>(
    'SELECT count(*) AS entries, coalesce(sum(size_bytes), 0) AS bytes FROM etag_answers',
  );
  const oldest = database.prepare<[string], { key: string; size_bytes: number }>(
    'SELECT key, size_bytes FROM etag_answers WHERE key <> ? ORDER BY used_at LIMIT 100',
  );

  const put = database.transaction((key: string, value: string) => {
    const sizeBytes = Buffer.byteLength(key) + Buffer.byteLength(value);
    remove.run(key);
    if (sizeBytes > bounds.maxBytes) return;
    write.run(key, value, sizeBytes, now());
    let { entries, bytes } = measure.get() ?? { entries: 0, bytes: 0 };
    while (entries > bounds.maxEntries || bytes > bounds.maxBytes) {
      const victims = oldest.all(key);
      // Nothing but the newest entry is left, and that one is within the bounds.
      if (victims.length === 0) return;
      for (const victim of victims) {
        if (entries <= bounds.maxEntries && bytes <= bounds.maxBytes) break;
        remove.run(victim.key);
        entries -= 1;
        bytes -= victim.size_bytes;
      }
    }
  });

  return {
    get: (key) =>
      withSqliteErrors('etags', () => {
        const row = read.get(key);
        if (!row) return null;
        if (now() - row.used_at > USE_GRAIN_MS) touch.run(now(), key);
        return row.value;
      }),
    set: (key, value) => withSqliteErrors('etags', () => put.immediate(key, value)),
  };
}
