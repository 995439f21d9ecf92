import type { WriteOptions } from '../backend/port.ts';
import type { Database } from '../sqlite/open-database.ts';
import { withSqliteErrors } from '../sqlite/sqlite-errors.ts';
import { createGroupCommit } from './group-commit.ts';

/** One open store, and on whose behalf it is written. Everything in this folder works through it. */
export interface LocalSession {
  readonly database: Database;
  readonly path: string;
  readonly login: string;
  /** Everything that `work` reads is of one moment. */
  read<T>(work: () => T): T;
  /**
   * All of `work` happens, or nothing; of several processes one writes at a time. `at` is the time of the write in
   * milliseconds, later than that of every write before it.
   */
  write<T>(options: WriteOptions | undefined, work: (at: number) => T): T;
  /** See `GroupCommit`. */
  importing<T>(work: () => Promise<T>): Promise<T>;
}

export function createSession(
  database: Database,
  { path, login, now }: { readonly path: string; readonly login: string; readonly now: () => number },
): LocalSession {
  // A clock that stands still or goes back must not hide a write from those who ask what changed since.
  const tick = database
    .prepare<[number], number>('UPDATE store_clock SET at = max(at + 1, ?) RETURNING at')
    .pluck();

  function timeOfWrite(): number {
    const at = tick.get(Math.trunc(now()));
    if (at === undefined) throw new Error('The store has lost its clock.');
    return at;
  }

  const groups = createGroupCommit(database, path);

  return {
    database,
    path,
    login,
    read: (work) => withSqliteErrors(path, () => database.transaction(work).deferred()),
    write(options, work) {
      options?.signal?.throwIfAborted();
      return withSqliteErrors(path, () => groups.write(() => work(timeOfWrite())));
    },
    importing: groups.importing,
  };
}
