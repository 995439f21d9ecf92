import { setTimeout as delay } from 'node:timers/promises';
import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { sendApiError } from './api-error.ts';
import type { Cassette } from './cassette.ts';
import { writeCassette } from './cassette-files.ts';
import { Fault, FaultQueue } from './faults.ts';
import { findExchange, mismatch } from './find-exchange.ts';
import { MessagesRequest, readPosition } from './messages-request.ts';
import { toRecordedRequest } from './recorded-request.ts';
import { Recording } from './recording.ts';
import { RequestCounts } from './request-counts.ts';
import { type ServedMessage, toServedMessage } from './served-message.ts';
import { encodeEvent, streamEvents } from './stream-events.ts';

export interface ReplayServerOptions {
  readonly cassettes: readonly Cassette[];
  /** How long the model thinks. */
  readonly latencyMs?: number;
  /** Accept every request of a known turn, and on close write the cassettes with these requests to this folder. */
  readonly recordTo?: string;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * The Messages API from cassettes. `GET /counts` says how often each turn was asked for, `GET /mismatches` what did not fit, and
 * `POST /faults` makes the next requests fail, `DELETE /faults` takes back what has not struck yet.
 */
export function createReplayServer(options: ReplayServerOptions): FastifyInstance {
  const app = Fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  const counts = new RequestCounts();
  const faults = new FaultQueue();
  const recording = new Recording();
  const refusals: string[] = [];

  app.post('/v1/messages', async (http, reply) => {
    const parsed = MessagesRequest.safeParse(http.body);
    if (!parsed.success) return refuse(reply, 400, z.prettifyError(parsed.error));
    const request = parsed.data;
    const position = readPosition(request);
    const found = findExchange(options.cassettes, request);
    if (found.kind === 'unknown' || position === null) {
      return refuse(reply, 404, found.kind === 'unknown' ? found.reason : 'no position');
    }
    const { cassette, exchange } = found;
    counts.add(cassette.name, position, 'requests');

    const fault = faults.take(position.turn);
    if (options.recordTo === undefined) {
      const reason = mismatch(cassette, exchange, request);
      if (reason !== null) return refuse(reply, 400, reason);
    } else {
      recording.note(cassette, exchange, toRecordedRequest(request));
    }
    if (options.latencyMs) await delay(options.latencyMs);
    if (fault !== null) return strike(reply, fault, toServedMessage(cassette, exchange));
    // Nobody gets an answer whose connection is gone, and what nobody gets is not bought.
    if (!http.socket.destroyed) counts.add(cassette.name, position, 'answers');
    return answer(reply, toServedMessage(cassette, exchange), request.stream);
  });

  app.post('/faults', async (http, reply) => {
    const fault = Fault.safeParse(http.body);
    if (!fault.success) return sendApiError(reply, 400, z.prettifyError(fault.error));
    faults.add(fault.data);
    return reply.status(204).send();
  });
  app.delete('/faults', async (_http, reply) => {
    faults.clear();
    return reply.status(204).send();
  });
  app.get('/counts', async () => ({ counts: counts.list() }));
  app.get('/mismatches', async () => ({ mismatches: refusals }));
  app.get('/healthz', async () => ({ cassettes: options.cassettes.map(({ name }) => name) }));

  app.addHook('onClose', async () => {
    const { recordTo } = options;
    if (recordTo === undefined) return;
    await Promise.all(
      recording.recorded(options.cassettes).map((cassette) => writeCassette(recordTo, cassette)),
    );
  });

  function refuse(reply: FastifyReply, status: number, reason: string): FastifyReply {
    refusals.push(reason);
    return sendApiError(reply, status, `replay: ${reason}`);
  }

  return app;
}

function answer(reply: FastifyReply, message: ServedMessage, stream: boolean): FastifyReply {
  if (!stream) return reply.send(message);
  return reply.type('text/event-stream; charset=utf-8').send(streamEvents(message).map(encodeEvent).join(''));
}

function strike(reply: FastifyReply, fault: Fault, message: ServedMessage): FastifyReply {
  switch (fault.kind) {
    case 'status':
      return sendApiError(reply.headers(fault.headers), fault.status, 'replay: a fault was asked for');
    case 'hang':
      return reply.hijack();
    case 'cut-stream':
      return cutStream(reply.hijack(), message);
    default:
      return assertNever(fault);
  }
}

function cutStream(reply: FastifyReply, message: ServedMessage): FastifyReply {
  const events = streamEvents(message).map(encodeEvent);
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  reply.raw.write(events.slice(0, Math.ceil(events.length / 2)).join(''), () => reply.raw.destroy());
  return reply;
}
