import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';

/**
 * Waits for an answer no longer than `timeoutMs`. The work itself goes on, so it has to be harmless when it ends later.
 *
 * @throws FixpointError with `code`
 */
export async function withinDeadline<T>(timeoutMs: number, code: ErrorCode, work: Promise<T>): Promise<T> {
  const { promise: expiry, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new FixpointError(code, `No answer within ${timeoutMs} ms.`)),
    timeoutMs,
  );
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
