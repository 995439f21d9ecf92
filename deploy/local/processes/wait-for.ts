import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly everyMs?: number;
  /** Ends the wait at once: what is waited for cannot come any more. */
  readonly giveUp?: () => boolean;
}

/** Calls `check` until it does not throw, and returns what it returned; after `timeoutMs` its last error is thrown. */
export async function waitFor<T>(check: () => Promise<T>, options: WaitOptions): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (options.giveUp?.() === true || performance.now() > deadline) throw error;
    }
    await delay(options.everyMs ?? 50);
  }
}

/** True as soon as `condition` holds, false when it does not within `timeoutMs`. */
export async function becomesTrue(condition: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await delay(25);
  }
  return true;
}
