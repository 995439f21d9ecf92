import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import Sqlite from 'better-sqlite3';
import { withSqliteErrors } from './sqlite-errors.ts';

export type Database = Sqlite.Database;

/** The tables of one module; its migrations run in their order, each once for ever. */
export interface Schema {
  readonly module: string;
  readonly migrations: readonly string[];
}

/** At most, and per connection: the rows and indexes of 100,000 issues without their texts. */
const CACHE_KIB = 64 * 1024;
/** 32 MiB: within a group of many writes the same pages change again and again, and are copied into the file once. */
const CHECKPOINT_PAGES = 8_000;
/** How long a writer waits for another process that writes. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens the file, makes it and its folder when they are not there, and brings the tables of these modules up to date.
 * Several processes may have it open: WAL lets them read while one writes.
 *
 * Statements that run often say `+?` where a parameter is compared or is a limit: this SQLite (ENABLE_STAT4) plans a statement
 * anew for each value that could matter to its plan, which takes several times as long as a small query itself.
 *
 * @throws FixpointError LOCAL_STORE_FAILED, LOCAL_STORE_BUSY
 */
export function openDatabase(path: string, schemas: readonly Schema[]): Database {
  return withSqliteErrors(path, () => {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const database = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = NORMAL');
      database.pragma('foreign_keys = ON');
      // Every write within a group is a savepoint, whose undo log would else be a file.
      database.pragma('temp_store = MEMORY');
      database.pragma(`cache_size = ${-CACHE_KIB}`);
      database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      for (const schema of schemas) migrate(database, schema);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function migrate(database: Database, { module, migrations }: Schema): void {
  const standing = versionOf(database, module);
  if (standing === migrations.length) return;
  if (standing > migrations.length) {
    throw new FixpointError(
      'LOCAL_STORE_FAILED',
      `${database.name} was written by a newer version of Fixpoint.`,
    );
  }
  const bring = database.transaction(() => {
    database.exec(
      'CREATE TABLE IF NOT EXISTS schema_versions (module TEXT PRIMARY KEY, version INTEGER NOT NULL)',
    );
    const version = versionOf(database, module);
    for (const migration of migrations.slice(version)) database.exec(migration);
    database
      .prepare(
        'INSERT INTO schema_versions VALUES (?, ?) ON CONFLICT (module) DO UPDATE SET version = excluded.version',
      )
      .run(module, Math.max(version, migrations.length));
  });
  // Immediate, so that of two processes which start at once only one migrates.
  bring.immediate();
}

function versionOf(database: Database, module: string): number {
  const exists = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_versions'").get();
  if (!exists) return 0;
  const row = database.prepare('SELECT version FROM schema_versions WHERE module = ?').pluck().get(module);
  return typeof row === 'number' ? row : 0;
}
