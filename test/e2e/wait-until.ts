import { ServiceError } from '@temporalio/client';

export interface Waiting {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

const TIMEOUT_MS = 120_000;
const EVERY_MS = 100;

/**
 * Waits, bounded, for a condition; what was seen last is in the error. A question that Temporal could not answer, as while
 * its workers are killed, is asked again.
 */
export async function waitUntil<T, Wanted extends T>(
  look: () => Promise<T>,
  wanted: (value: T) => value is Wanted,
  { timeoutMs = TIMEOUT_MS, everyMs = EVERY_MS }: Waiting = {},
): Promise<Wanted> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if ('value' in seen && wanted(seen.value)) return seen.value;
    if ('error' in seen && !(seen.error instanceof ServiceError)) throw seen.error;
    if (Date.now() > deadline) {
      const last = 'value' in seen ? JSON.stringify(seen.value) : String(seen.error);
      throw new Error(`After ${timeoutMs} ms it is still ${last}`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
