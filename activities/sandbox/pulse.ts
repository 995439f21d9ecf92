import type { Pulse } from './ports.ts';

const HEARTBEAT_INTERVAL_MS = 1_000;

/** Heartbeats each second for as long as `work` takes. */
export async function whileBeating<T>(pulse: Pulse, work: () => Promise<T>): Promise<T> {
  pulse.heartbeat();
  const timer = setInterval(() => pulse.heartbeat(), HEARTBEAT_INTERVAL_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
