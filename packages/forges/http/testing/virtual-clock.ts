import type { Clock } from '../clock.ts';

export interface VirtualClock extends Clock {
  /** The waits that were begun, in milliseconds. */
  readonly waits: readonly number[];
}

/** A clock that jumps to the next wait's end whenever the program has nothing else to do. */
export function virtualClock(startMs = Date.parse('2030-01-01T00:00:00Z')): VirtualClock {
  const waits: number[] = [];
  const pending = new Set<{ at: number; end: () => void }>();
  let now = startMs;

  function jump(): void {
    const [next] = [...pending].sort((a, b) => a.at - b.at);
    if (!next) return;
    pending.delete(next);
    now = Math.max(now, next.at);
    next.end();
  }

  return {
    waits,
    now: () => now,
    delay(ms, signal) {
      waits.push(ms);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const wait = { at: now + ms, end: resolve };
        pending.add(wait);
        signal?.addEventListener('abort', () => pending.delete(wait) && reject(signal.reason), {
          once: true,
        });
        setImmediate(jump);
      });
    },
  };
}
