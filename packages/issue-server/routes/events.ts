import { Readable } from 'node:stream';
import type { EventsRequest } from '@fixpoint/issue-core/coordination/port.ts';
import { EventsAnswer, LastEventAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { EventTypeName } from '@fixpoint/issue-core/wire/event.ts';
import { z } from 'zod';
import { requireCaller } from '../auth/authenticate.ts';
import { eventStream } from '../events/event-stream.ts';
import { createStreamPlaces } from '../events/stream-places.ts';
import { type RouteContext, type ServerApp, trackerOf } from './context.ts';
import { HeaderInteger, integerText, ReadHeaders, repeated } from './parameters.ts';

const tags = ['events'];
const QUIET_MS = 15_000;
/** A client that does not read has this long after the life of its stream. */
const GRACE_MS = 10_000;
const STREAM_PAGE = 100;
const Sequence = integerText(0, Number.MAX_SAFE_INTEGER);
/** What one of its events looks like to a client. */
const ServerSentEvent = { id: { type: 'string' }, event: { type: 'string' }, data: { type: 'string' } };
const Stream = z.custom<Readable>().meta({ type: 'object', properties: ServerSentEvent });
const Filter = {
  types: repeated(EventTypeName, 30).optional(),
  issue: integerText(1, Number.MAX_SAFE_INTEGER).exactOptional(),
};

type Filters = Pick<EventsRequest, 'types' | 'issue'>;

export function eventRoutes(app: ServerApp, context: RouteContext): void {
  const { options, ports } = context;
  const querystring = z.strictObject({ ...context.backendQuery, ...Filter, after: Sequence.exactOptional() });
  const places = createStreamPlaces(options);
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());

  app.route({
    method: 'GET',
    url: '/events',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'listEvents',
      summary: 'What happened behind `after`, in order; with `waitMs` it waits for something to happen',
      headers: ReadHeaders,
      querystring: querystring.extend({
        limit: integerText(1, 1_000).exactOptional(),
        waitMs: integerText(0, options.maxWaitMs).exactOptional(),
      }),
      response: { 200: EventsAnswer },
    },
    handler: async (request) => {
      const { after = null, limit = 100, waitMs = 0 } = request.query;
      const signal = AbortSignal.any([request.signal, closing.signal]);
      const wanted = { after, limit, ...filtersIn(request.query) };
      return trackerOf(context, request).waitForEvents(wanted, signal, waitMs);
    },
  });

  app.route({
    method: 'GET',
    url: '/events/last',
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'getLastEvent',
      summary: 'The number of the newest event, so that one can wait for the next',
      headers: ReadHeaders,
      querystring: z.strictObject(context.backendQuery),
      response: { 200: LastEventAnswer },
    },
    handler: async (request) => ({ seq: await trackerOf(context, request).lastSeq() }),
  });

  app.route({
    method: 'GET',
    url: '/events/stream',
    exposeHeadRoute: false,
    config: { scope: 'issues:read' },
    schema: {
      tags,
      operationId: 'streamEvents',
      summary: 'What happens from now on, or behind `after` or Last-Event-ID, as server-sent events',
      headers: ReadHeaders.extend({ 'last-event-id': HeaderInteger.exactOptional() }),
      querystring,
      response: {
        200: { description: 'Events', content: { 'text/event-stream': { schema: Stream } } },
      },
    },
    handler: async (request, reply) => {
      const tracker = trackerOf(context, request);
      const filters = filtersIn(request.query);
      const given = request.headers['last-event-id'] ?? request.query.after;
      const after = given ?? (await ports.coordination.lastSeq());
      // What cannot be gone on from is refused while it still can be.
      await tracker.events({ after, limit: 1, ...filters });
      const leave = places.take(requireCaller(request).keyId);
      const hardEnd = AbortSignal.timeout(options.streamLifeMs + GRACE_MS);
      const signal = AbortSignal.any([request.signal, closing.signal, hardEnd]);
      const source = {
        wait: (behind: number, until: AbortSignal, timeoutMs: number) =>
          tracker.waitForEvents({ after: behind, limit: STREAM_PAGE, ...filters }, until, timeoutMs),
      };
      const bounds = { signal, lifeMs: options.streamLifeMs, quietMs: QUIET_MS };
      const stream = Readable.from(eventStream(source, after, bounds), { objectMode: false });
      stream.once('close', leave);
      // A generator that waits for a slow reader sees no signal.
      hardEnd.addEventListener('abort', () => stream.destroy(), { once: true });
      reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      return reply.type('text/event-stream').send(stream);
    },
  });
}

function filtersIn({
  types,
  issue,
}: {
  readonly types?: EventsRequest['types'] | undefined;
  readonly issue?: number;
}): Filters {
  return { ...(types === undefined ? {} : { types }), ...(issue === undefined ? {} : { issue }) };
}
