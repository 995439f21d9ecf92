import { FixpointError } from '@fixpoint/contracts/errors.ts';

export interface Slots {
  /**
   * Waits for a free slot, first come first served, and gives back how to free it (once; more often does nothing).
   *
   * @throws FixpointError FORGE_RATE_LIMITED when too many wait; the reason of the signal
   */
  take(signal: AbortSignal | undefined): Promise<() => void>;
}

export function createSlots(count: number, maxWaiting: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();

  function release(): void {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  }

  function once(): () => void {
    let held = true;
    return () => {
      if (held) release();
      held = false;
    };
  }

  return {
    async take(signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return once();
      }
      if (waiting.size >= maxWaiting)
        throw new FixpointError('FORGE_RATE_LIMITED', `${maxWaiting} requests wait already.`, {
          retryAfterMs: 1_000,
        });
      await new Promise<void>((resolve, reject) => {
        const stop = () => {
          waiting.delete(go);
          reject(signal?.reason);
        };
        const go = () => {
          waiting.delete(go);
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        waiting.add(go);
        signal?.addEventListener('abort', stop, { once: true });
      });
      return once();
    },
  };
}
