import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createFaults, type Fault, type Faults } from '../../simulator/faults.ts';
import { answerRequest, ROUTES, type Surroundings, toReply } from './answer-request.ts';
import type { Reply, Route } from './exchange.ts';
import { parametersOf } from './parameters.ts';
import { createRateLimit, type RateLimit, rateLimitHeaders, retryAfterSeconds } from './rate-limit.ts';
import { Refusal } from './refusal.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';
import { createWorld, type Edition, type World } from './world.ts';

export interface SimulatorOptions {
  readonly now?: () => number;
  readonly edition?: Partial<Edition>;
  /** To see that what is not as GitLab answers is found out. */
  readonly routes?: readonly Route[];
}

export interface Simulator {
  /** As `https://gitlab.com`. */
  readonly url: string;
  readonly world: World;
  readonly faults: Faults;
  readonly limit: RateLimit;
  readonly webhooks: Webhooks;
  /** Every request that GitLab would not understand as it was meant. */
  readonly violations: readonly string[];
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

export interface SeenRequest {
  readonly method: string;
  /** Below `/api/v4`. */
  readonly path: string;
  readonly search: string;
  /** Null while it is not answered. */
  status: number | null;
}

const EDITION: Edition = { version: '19.1.0-ee', licence: 'free', keyset: true };
const API = '/api/v4';
const MAX_BODY_BYTES = 20 * 1024 ** 2;
const MAX_DELAY_MS = 60_000;

/** GitLab on a port of its own, with state, limits and faults. */
export async function openSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = createWorld({ ...EDITION, ...options.edition }, options.now);
  const faults = createFaults();
  const limit = createRateLimit();
  const violations: string[] = [];
  const requests: SeenRequest[] = [];

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      violations.push(`${request.method} ${request.url}: ${String(error)}`);
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const web = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const webhooks = createWebhooks({ world, web });
  const around: Surroundings = {
    ...{ world, web, violations, routes: options.routes ?? ROUTES, announce: webhooks.deliver },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', web);
    const path = pathname.startsWith(`${API}/`)
      ? pathname.slice(API.length)
      : `/not-below-the-api${pathname}`;
    const method = request.method ?? 'GET';
    const seen: SeenRequest = { method, path, search, status: null };
    requests.push(seen);
    const body = await bodyOf(request);
    const fault = faults.take(method, path);
    if (fault?.kind === 'slow') await delay(Math.min(fault.delayMs, MAX_DELAY_MS));
    if (fault?.kind === 'answer' && !fault.after) return sendFault(response, seen, fault);
    if (limit.remaining <= 0) return sendFault(response, seen, tooMany(limit, world));

    const reply = await answer(request, { method, path, query: searchParams }, body);
    if (fault?.kind === 'cut') {
      response.destroy();
      return;
    }
    if (fault?.kind === 'answer') return sendFault(response, seen, fault);
    send(response, seen, reply, headerOf(request, 'if-none-match'));
  }

  async function answer(
    request: IncomingMessage,
    of: { readonly method: string; readonly path: string; readonly query: URLSearchParams },
    body: Buffer<ArrayBuffer>,
  ): Promise<Reply> {
    try {
      const parameters = await parametersOf(of.query, headerOf(request, 'content-type'), body);
      return answerRequest(around, { ...of, parameters, token: tokenOf(request) });
    } catch (error) {
      if (error instanceof Refusal) return toReply(error);
      throw error;
    }
  }

  function send(response: ServerResponse, seen: SeenRequest, reply: Reply, known: string | undefined): void {
    const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
    const etag = `W/"${createHash('md5').update(text).digest('hex')}"`;
    const isKnown = seen.method === 'GET' && reply.status === 200 && known === etag;
    limit.remaining -= 1;
    seen.status = isKnown ? 304 : reply.status;
    response.writeHead(seen.status, {
      ...{ date: new Date(world.now()).toUTCString(), 'x-request-id': String(requests.length) },
      ...(text === '' ? {} : { 'content-type': 'application/json' }),
      ...(seen.method === 'GET' && reply.status === 200 ? { etag } : {}),
      ...rateLimitHeaders(limit, world),
      ...reply.headers,
    });
    response.end(isKnown ? '' : text);
  }

  return {
    ...{ url: web, world, faults, limit, webhooks, violations, requests },
    async close() {
      await webhooks.settled();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As GitLab answers to too many requests: a text, no JSON (docs.gitlab.com/administration/settings). */
function tooMany(limit: RateLimit, world: World): Extract<Fault, { kind: 'answer' }> {
  const headers = {
    ...{ 'content-type': 'text/plain', 'retry-after': String(retryAfterSeconds(world)) },
    ...rateLimitHeaders(limit, world),
  };
  return { kind: 'answer', status: 429, after: false, headers, body: 'Retry later\n' };
}

function sendFault(
  response: ServerResponse,
  seen: SeenRequest,
  { status, headers, body }: Extract<Fault, { kind: 'answer' }>,
): void {
  seen.status = status;
  response.writeHead(status, headers ?? {});
  response.end(body ?? '');
}

function tokenOf(request: IncomingMessage): string | undefined {
  const bearer = /^bearer (.+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
  return headerOf(request, 'private-token') ?? bearer;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_BODY_BYTES) throw new Error('the body is too big');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
