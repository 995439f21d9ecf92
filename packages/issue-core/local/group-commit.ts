import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { HeldWrites, HoldWrites } from '../backend/held-writes.ts';
import type { Database } from '../sqlite/open-database.ts';
import { withSqliteErrors } from '../sqlite/sqlite-errors.ts';

/** So many writes are lost at most when the process dies, and so long others wait: a fraction of a second. */
const MAX_WRITES = 1_000;

/** What waits for the end of a transaction, because it costs less for many writes at once. */
export interface Deferred {
  /** Before it is committed, as part of it. */
  settle(): void;
  /** After its end, whichever it was. */
  forget(): void;
}

export interface GroupCommit {
  /** Runs a write, in a transaction of its own or, while writes are held, in that of the group. */
  write<T>(work: () => T): T;
  readonly hold: HoldWrites;
  /**
   * While `work` runs, its writes are committed in groups, the last of them at its end. One that is done may be lost when
   * the process dies right then.
   *
   * @throws FixpointError LOCAL_STORE_FAILED when a group could not be committed; beside what `work` throws
   */
  importing<T>(work: () => Promise<T>): Promise<T>;
}

type OnWrite = (writes: number) => void;

export function createGroupCommit(database: Database, path: string, deferred: Deferred): GroupCommit {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commitAll = database.prepare('COMMIT');
  const rollBack = database.prepare('ROLLBACK');
  const startWrite = database.prepare('SAVEPOINT one_write');
  const endWrite = database.prepare('RELEASE one_write');
  const undoWrite = database.prepare('ROLLBACK TO one_write');
  let holder: OnWrite | null = null;
  let writes = 0;
  let lostBy: { readonly error: unknown } | null = null;

  function commit(): void {
    try {
      deferred.settle();
      commitAll.run();
    } catch (error) {
      if (database.inTransaction) rollBack.run();
      throw error;
    } finally {
      deferred.forget();
    }
  }

  function commitGroup(): void {
    if (lostBy === null && database.open && database.inTransaction) {
      try {
        withSqliteErrors(path, commit);
      } catch (error) {
        lostBy = { error };
      }
    }
    if (lostBy !== null) throw lostBy.error;
  }

  function writeAlone<T>(work: () => T): T {
    begin.run();
    let result: T;
    try {
      result = work();
    } catch (error) {
      if (database.inTransaction) rollBack.run();
      deferred.forget();
      throw error;
    }
    commit();
    return result;
  }

  function writeInGroup<T>(work: () => T): T {
    if (lostBy !== null) throw lostBy.error;
    if (!database.inTransaction) {
      begin.run();
      writes = 0;
    }
    let result: T;
    startWrite.run();
    try {
      result = work();
      endWrite.run();
    } catch (error) {
      if (database.inTransaction) {
        undoWrite.run();
        endWrite.run();
      } else {
        // After some errors, a full disk among them, SQLite itself rolls everything back.
        deferred.forget();
        lostBy = { error };
      }
      throw error;
    }
    writes += 1;
    holder?.(writes);
    return result;
  }

  function rollBackGroup(): void {
    if (database.open && database.inTransaction) rollBack.run();
    deferred.forget();
  }

  function hold(onWrite: OnWrite): HeldWrites {
    if (holder !== null) {
      throw new FixpointError('LOCAL_STORE_BUSY', `${path}: another import into it goes on in this process.`);
    }
    holder = onWrite;
    return {
      commit: commitGroup,
      end() {
        holder = null;
        try {
          commitGroup();
        } finally {
          lostBy = null;
        }
      },
      drop() {
        holder = null;
        lostBy = null;
        rollBackGroup();
      },
    };
  }

  return {
    write: (work) => (holder === null ? writeAlone(work) : writeInGroup(work)),
    hold,
    async importing(work) {
      if (holder !== null) return work();
      const held = hold((count) => {
        if (count === 1) setImmediate(commitQuietly);
        if (count >= MAX_WRITES) commitQuietly();
      });
      let result: Awaited<ReturnType<typeof work>>;
      try {
        result = await work();
      } catch (error) {
        held.end();
        throw error;
      }
      held.end();
      return result;
    },
  };

  function commitQuietly(): void {
    try {
      commitGroup();
    } catch {
      // It is kept, for the next write or the end.
    }
  }
}
