import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { MongoBulkWriteError, MongoServerError } from 'mongodb';

const DUPLICATE_KEY = 11_000;
const REFUSED_USER = new Set([13, 18]);

/**
 * Runs one operation on the store: the only place where errors of the driver become ours.
 *
 * @throws FixpointError STORE_UNAVAILABLE, INVALID_CONFIG
 */
export async function withStoreErrors<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw toFixpointError(error);
  }
}

/** Whether an insert failed only because every document that it could not write stands there already. */
export function isDuplicateKey(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) {
    return [error.writeErrors].flat().every((failed) => failed.code === DUPLICATE_KEY);
  }
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

function toFixpointError(error: unknown): FixpointError {
  if (error instanceof FixpointError) return error;
  if (error instanceof MongoServerError && REFUSED_USER.has(Number(error.code))) {
    return new FixpointError('INVALID_CONFIG', 'The store refuses the user of FIXPOINT_STORE_URL.', {
      cause: error,
    });
  }
  const detail = error instanceof Error ? error.message : String(error);
  return new FixpointError('STORE_UNAVAILABLE', detail, { cause: error });
}
