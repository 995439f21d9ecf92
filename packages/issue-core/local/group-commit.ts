import type { Database } from '../sqlite/open-database.ts';
import { withSqliteErrors } from '../sqlite/sqlite-errors.ts';

/** So many writes are lost at most when the process dies, and so long others wait: a fraction of a second. */
const MAX_WRITES = 1_000;

export interface GroupCommit {
  /** Runs a write, in a transaction of its own or, while something is imported, in that of the group. */
  write<T>(work: () => T): T;
  /**
   * While `work` runs, its writes are committed in groups, which is several times as fast. Each is still done wholly or not
   * at all, whatever becomes of the others; but one that is done may be lost when the process dies right then.
   * A group ends when the event loop turns, so that no other process waits while `work` waits for a network; but a second
   * connection of this process must not write to the same file meanwhile.
   *
   * @throws FixpointError LOCAL_STORE_FAILED when a group could not be committed; beside what `work` throws
   */
  importing<T>(work: () => Promise<T>): Promise<T>;
}

export function createGroupCommit(database: Database, path: string): GroupCommit {
  let importers = 0;
  let writes = 0;
  let lostBy: { readonly error: unknown } | null = null;

  function begin(): void {
    database.exec('BEGIN IMMEDIATE');
    writes = 0;
    setImmediate(commit);
  }

  function commit(): void {
    if (!database.open || !database.inTransaction) return;
    try {
      withSqliteErrors(path, () => database.exec('COMMIT'));
    } catch (error) {
      lostBy = { error };
      if (database.inTransaction) database.exec('ROLLBACK');
    }
  }

  function writeInGroup<T>(work: () => T): T {
    if (!database.inTransaction) begin();
    try {
      // Within a transaction this one becomes a savepoint.
      return database.transaction(work).immediate();
    } catch (error) {
      // After some errors, a full disk among them, SQLite itself rolls everything back.
      if (!database.inTransaction) lostBy = { error };
      throw error;
    } finally {
      writes += 1;
      if (writes >= MAX_WRITES) commit();
    }
  }

  function endImport(): void {
    importers -= 1;
    commit();
    const lost = lostBy;
    if (importers === 0) lostBy = null;
    if (lost !== null) throw lost.error;
  }

  return {
    write: (work) => (importers > 0 ? writeInGroup(work) : database.transaction(work).immediate()),
    async importing(work) {
      importers += 1;
      let result: Awaited<ReturnType<typeof work>>;
      try {
        result = await work();
      } catch (error) {
        endImport();
        throw error;
      }
      endImport();
      return result;
    },
  };
}
