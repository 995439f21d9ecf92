import { setTimeout as delay } from 'node:timers/promises';
import type { Coordination } from '@fixpoint/issue-core/coordination/port.ts';
import type { ServerLog } from './ports.ts';

export interface BackgroundWork {
  /** Ends what runs, and waits for it. */
  stop(): Promise<void>;
}

interface BackgroundPorts {
  readonly coordination: Pick<Coordination, 'reportLateClaims'>;
  /** One round of deliveries. */
  readonly deliver: (signal: AbortSignal) => Promise<void>;
  readonly log: ServerLog;
}

const DELIVER_EVERY_MS = 500;
/** Leases last a second at least. */
const LATE_CLAIMS_EVERY_MS = 2_000;

/** What a server does without being asked: delivers webhooks, and reports heartbeats that are late and leases that ran out. */
export function startBackgroundWork({ coordination, deliver, log }: BackgroundPorts): BackgroundWork {
  const stop = new AbortController();
  const running = [
    repeat('webhooks', DELIVER_EVERY_MS, deliver),
    repeat('late claims', LATE_CLAIMS_EVERY_MS, async () => void (await coordination.reportLateClaims())),
  ];

  async function repeat(what: string, everyMs: number, work: (signal: AbortSignal) => Promise<void>) {
    const { signal } = stop;
    while (!signal.aborted) {
      try {
        await work(signal);
      } catch (err) {
        // The next round tries again: a store that is busy is free a moment later.
        log.error({ err, what }, 'background work failed');
      }
      await pause(everyMs, signal);
    }
  }

  return {
    async stop() {
      stop.abort();
      await Promise.all(running);
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
