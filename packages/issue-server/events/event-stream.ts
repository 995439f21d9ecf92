import type { CoordinationEvent } from '@fixpoint/issue-core/coordination/event.ts';
import type { EventsPage } from '@fixpoint/issue-core/coordination/port.ts';

export interface EventSource {
  /** Waits for events behind this one; answers with none when the time is over or the signal fires. */
  wait(after: number, signal: AbortSignal, timeoutMs: number): Promise<EventsPage>;
}

export interface StreamBounds {
  readonly signal: AbortSignal;
  readonly lifeMs: number;
  /** After which something is said, so that nobody in between takes the connection for dead. */
  readonly quietMs: number;
}

/** Before a client that lost its connection tries again. */
const RECONNECT_MS = 2_000;

/** Server-sent events, numbered so that `Last-Event-ID` goes on after the last one that arrived. */
export async function* eventStream(
  source: EventSource,
  after: number,
  { signal, lifeMs, quietMs }: StreamBounds,
): AsyncGenerator<string> {
  const end = performance.now() + lifeMs;
  let cursor = after;
  yield `retry: ${RECONNECT_MS}\n\n`;
  while (!signal.aborted) {
    const leftMs = end - performance.now();
    if (leftMs <= 0) return;
    const page = await source.wait(cursor, signal, Math.ceil(Math.min(quietMs, leftMs)));
    if (page.events.length > 0) yield page.events.map(written).join('');
    // An id alone is no event, but is remembered: what was filtered out is not looked through again.
    else if (!signal.aborted) yield `: nothing new\nid: ${page.cursor}\n\n`;
    cursor = page.cursor;
  }
}

function written(event: CoordinationEvent): string {
  return `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
