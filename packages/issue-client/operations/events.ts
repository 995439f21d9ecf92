import { setTimeout as delay } from 'node:timers/promises';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { checkInteger } from '@fixpoint/issue-core/coordination/bounds.ts';
import { type CoordinationEvent, EVENT_PAYLOADS } from '@fixpoint/issue-core/coordination/event.ts';
import type { EventsPage, EventsRequest } from '@fixpoint/issue-core/coordination/port.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { EventsAnswer, LastEventAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import type { z } from 'zod';
import type { ClientContext } from '../context.ts';

type Request = Omit<EventsRequest, 'backend'>;

const MAX_WAIT_MS = 10 * 60_000;
/** One question; the server holds none for more than half a minute. */
const ASK_MS = 25_000;
/** What a question may take beside its wait. */
const MARGIN_MS = 30_000;
/** Before a server that answers at once, since it is about to end, is asked again. */
const AGAIN_MS = 250;

export function eventOperations({
  ask,
}: ClientContext): Pick<Tracker, 'events' | 'waitForEvents' | 'lastSeq'> {
  async function read(request: Request, waitMs: number, signal?: AbortSignal): Promise<EventsPage> {
    const { after, limit, types, issue } = request;
    const query = { after: after ?? undefined, limit, types, issue, waitMs };
    const timeoutMs = waitMs + MARGIN_MS;
    const page = await ask({
      method: 'GET',
      path: ['events'],
      query,
      answer: EventsAnswer,
      timeoutMs,
      signal,
    });
    return { events: page.events.map(eventOf), cursor: page.cursor };
  }

  return {
    events: (request) => read(request, 0),
    async waitForEvents(request, signal, timeoutMs) {
      checkInteger('timeoutMs', timeoutMs, 0, MAX_WAIT_MS);
      const deadline = performance.now() + timeoutMs;
      let after = request.after;
      try {
        for (;;) {
          const waitMs = Math.ceil(Math.min(ASK_MS, Math.max(0, deadline - performance.now())));
          const page = await read({ ...request, after }, waitMs, signal);
          const leftMs = deadline - performance.now();
          if (page.events.length > 0 || leftMs <= 0) return page;
          after = page.cursor;
          await delay(Math.min(AGAIN_MS, leftMs), undefined, { signal });
        }
      } catch (error) {
        // An abort ends the wait, and is no failure: there is just nothing to tell.
        if (signal.aborted) return { events: [], cursor: after ?? 0 };
        throw error;
      }
    },
    async lastSeq() {
      const { seq } = await ask({ method: 'GET', path: ['events', 'last'], answer: LastEventAnswer });
      return seq;
    },
  };
}

type EventOnWire = z.infer<typeof EventsAnswer>['events'][number];

/** @throws FixpointError API_REFUSED when it does not say what events of its type do */
function eventOf({ type, payload, ...event }: EventOnWire): CoordinationEvent {
  const schema: z.ZodType<CoordinationEvent['payload']> = EVENT_PAYLOADS[type];
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw new FixpointError('API_REFUSED', `Event ${event.seq} is no ${type}.`);
  // The schema was looked up by this very type, which the compiler cannot follow through the union.
  return { ...event, type, payload: parsed.data } as CoordinationEvent;
}
