import { FixpointError } from '@fixpoint/contracts/errors.ts';
import Sqlite from 'better-sqlite3';

/** The one seam at which errors of SQLite become ours; `what` says what was being done, or with which file. */
export function withSqliteErrors<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toFixpointError(what, error);
  }
}

function toFixpointError(what: string, error: unknown): unknown {
  if (error instanceof Sqlite.SqliteError) {
    const busy = error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED');
    const code = busy ? 'LOCAL_STORE_BUSY' : 'LOCAL_STORE_FAILED';
    return new FixpointError(code, `${what}: ${error.code} ${error.message}`, { cause: error });
  }
  if (error instanceof Error && 'syscall' in error) {
    return new FixpointError('LOCAL_STORE_FAILED', `${what}: ${error.message}`, { cause: error });
  }
  return error;
}
