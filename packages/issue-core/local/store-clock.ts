import type { Database } from '../sqlite/open-database.ts';
import type { Deferred } from './group-commit.ts';

export interface StoreClock extends Deferred {
  /** Milliseconds, later than ever before, in whichever process. Within a write. */
  next(): number;
}

/** A clock that stands still or goes back must not hide a write from those who ask what changed since. */
export function createStoreClock(database: Database, now: () => number): StoreClock {
  const load = database.prepare<[], number>('SELECT at FROM store_clock').pluck();
  const save = database.prepare<[number]>('UPDATE store_clock SET at = ?');
  /** As long as this transaction keeps all others from writing. */
  let last: number | null = null;

  return {
    next() {
      const before = last ?? load.get();
      if (before === undefined) throw new Error('The store has lost its clock.');
      last = Math.max(before + 1, Math.trunc(now()));
      return last;
    },
    settle() {
      if (last !== null) save.run(last);
    },
    forget() {
      last = null;
    },
  };
}
