import { statusCode, toEngineError } from './engine-error.ts';

const CALL_TIMEOUT_MS = 60_000;

/**
 * Every request to the engine goes through here: a bound on its time, and our codes for its errors.
 *
 * @throws FixpointError ENGINE_UNAVAILABLE, ENGINE_REFUSED, IMAGE_MISSING
 */
export async function callEngine<T>(
  what: string,
  request: (abortSignal: AbortSignal) => Promise<T>,
  timeoutMs: number = CALL_TIMEOUT_MS,
): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    // Some requests of the client (attach, exec, info) take no signal: their time ends here all the same.
    return await Promise.race([request(signal), aborted(signal)]);
  } catch (cause) {
    throw toEngineError(what, cause);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The same for what may already be gone (404) or on its way out (409): both count as done. */
export async function removeFromEngine(
  what: string,
  request: (abortSignal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  await callEngine(what, async (signal) => {
    try {
      await request(signal);
    } catch (cause) {
      const status = statusCode(cause);
      if (status !== 404 && !(status === 409 && isGoing(cause))) throw cause;
    }
  });
}

function isGoing(cause: unknown): boolean {
  return cause instanceof Error && /already in progress|is not running/.test(cause.message);
}
