import { setTimeout as delay } from 'node:timers/promises';
import { checkInteger } from './bounds.ts';
import type { Coordination, EventsPage, EventsRequest } from './port.ts';

const POLL_EVERY_MS = 200;
/** Longer waits are made of several, so that no connection hangs unseen. */
const MAX_WAIT_MS = 10 * 60_000;

/**
 * Asks the store every 200 ms, because another process may write to it; answers with none when the time is over or the
 * signal fires.
 */
export async function waitForEvents(
  coordination: Pick<Coordination, 'events' | 'lastSeq'>,
  request: EventsRequest,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<EventsPage> {
  checkInteger('timeoutMs', timeoutMs, 0, MAX_WAIT_MS);
  const deadline = performance.now() + timeoutMs;
  let page = await coordination.events(request);
  while (page.events.length === 0 && !signal.aborted) {
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) break;
    await pause(Math.min(POLL_EVERY_MS, leftMs), signal);
    if ((await coordination.lastSeq()) === page.cursor) continue;
    page = await coordination.events({ ...request, after: page.cursor });
  }
  return page;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    // An abort ends the wait, and is no failure: there is just nothing to tell.
    if (!signal.aborted) throw error;
  }
}
