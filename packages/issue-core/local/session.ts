import type { WriteOptions } from '../backend/port.ts';
import type { Database } from '../sqlite/open-database.ts';
import { withSqliteErrors } from '../sqlite/sqlite-errors.ts';
import { createGroupCommit, type Deferred, type GroupCommit } from './group-commit.ts';
import { createNewId, type NewId } from './new-id.ts';
import { createStoreClock } from './store-clock.ts';

/** One open store, and on whose behalf it is written. Everything in this folder works through it. */
export interface LocalSession extends Pick<GroupCommit, 'hold' | 'importing'> {
  readonly database: Database;
  readonly path: string;
  readonly login: string;
  /** Everything that `work` reads is of one moment. */
  read<T>(work: () => T): T;
  /**
   * All of `work` happens, or nothing; of several processes one writes at a time. `at` is the time of the write in
   * milliseconds, later than that of every write before it. A precondition is run when all others are kept from writing.
   */
  write<T>(options: WriteOptions | undefined, work: (at: number) => T): T;
  /** Of something that is created at this time. */
  readonly newId: NewId;
  /** To be called while the store is opened. */
  defer(deferred: Deferred): void;
  /** Within a read: what was deferred is to be seen. */
  settle(): void;
}

export function createSession(
  database: Database,
  { path, login, now }: { readonly path: string; readonly login: string; readonly now: () => number },
): LocalSession {
  const begin = database.prepare('BEGIN');
  const commit = database.prepare('COMMIT');
  const clock = createStoreClock(database, now);
  const allDeferred: Deferred[] = [clock];
  const groups = createGroupCommit(database, path, {
    settle,
    forget() {
      for (const deferred of allDeferred) deferred.forget();
    },
  });

  function settle(): void {
    for (const deferred of allDeferred) deferred.settle();
  }

  function readOfOneMoment<T>(work: () => T): T {
    // A group of writes that is under way is itself a transaction.
    if (database.inTransaction) return work();
    begin.run();
    try {
      return work();
    } finally {
      if (database.inTransaction) commit.run();
    }
  }

  return {
    database,
    path,
    login,
    hold: groups.hold,
    importing: groups.importing,
    read: (work) => withSqliteErrors(path, () => readOfOneMoment(work)),
    write(options, work) {
      options?.signal?.throwIfAborted();
      return withSqliteErrors(path, () =>
        groups.write(() => {
          options?.precondition?.();
          return work(clock.next());
        }),
      );
    },
    defer(deferred) {
      allDeferred.push(deferred);
    },
    newId: createNewId(),
    settle,
  };
}
