import type { Database } from '../../sqlite/open-database.ts';
import { withSqliteErrors } from '../../sqlite/sqlite-errors.ts';
import type { CoordinationWrite } from '../port.ts';

/** How the parts of the store reach the file: every method of theirs is one transaction. */
export interface Transactions {
  readonly database: Database;
  /** Milliseconds since 1970; asked inside of a transaction, so that whoever waited for the lock sees the later time. */
  now(): number;
  /** Nobody else writes from its beginning, before the precondition, to its end. */
  write<T>(work: () => T, options?: CoordinationWrite): T;
  /** Sees one state of the store throughout. */
  read<T>(work: () => T): T;
}

export function transactionsOn(database: Database, now: () => Date): Transactions {
  return {
    database,
    now: () => now().getTime(),
    // Immediate: a transaction that begins by reading could not become a writer when another wrote meanwhile.
    write(work, { precondition } = {}) {
      const whole = database.transaction(() => {
        precondition?.();
        return work();
      });
      return withSqliteErrors('coordination', () => whole.immediate());
    },
    read: (work) => withSqliteErrors('coordination', () => database.transaction(work).deferred()),
  };
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
