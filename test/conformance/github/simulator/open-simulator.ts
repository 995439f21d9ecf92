import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createFaults, type Fault, type Faults } from '../../simulator/faults.ts';
import { answerRequest, HANDLERS, type Surroundings } from './answer-request.ts';
import { type Contract, createContract } from './contract/contract.ts';
import type { Json } from './contract/json-schema.ts';
import type { Handlers, Reply } from './exchange.ts';
import { createRateLimit, type RateLimit, rateLimitHeaders } from './rate-limit.ts';
import { refuse } from './refusal.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';
import { createWorld, type World } from './world.ts';

export interface SimulatorOptions {
  /** Compiled schemas are shared by who shares this. */
  readonly contract?: Contract;
  readonly now?: () => number;
  /** `/api/v3` makes it a GitHub Enterprise server. */
  readonly basePath?: '' | '/api/v3';
  /** To see that what does not fit GitHub's document is found out. */
  readonly handlers?: Handlers;
}

export interface Simulator {
  /** For programs, as `https://api.github.com`. */
  readonly url: string;
  readonly world: World;
  readonly faults: Faults;
  readonly limit: RateLimit;
  readonly webhooks: Webhooks;
  /** Every request and answer that did not fit GitHub's document. */
  readonly violations: readonly string[];
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly apiVersion: string | undefined;
  /** Null while it is not answered. */
  status: number | null;
}

const MAX_BODY_BYTES = 10 * 1024 ** 2;
const MAX_DELAY_MS = 60_000;
const ENTERPRISE_VERSION = '3.19.0';

/** GitHub on a port of its own, with state, limits and faults. */
export async function openSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = createWorld(options.now);
  const contract = options.contract ?? createContract();
  const basePath = options.basePath ?? '';
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
  const bases = { api: `${web}${basePath}`, web };
  const webhooks = createWebhooks(contract, bases, violations);
  const around: Surroundings = {
    ...{ world, contract, bases, violations, handlers: options.handlers ?? HANDLERS },
    announce: webhooks.deliver,
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', web);
    const path = withoutBase(pathname, basePath);
    const method = request.method ?? 'GET';
    const seen: SeenRequest = {
      ...{ method, path, search, status: null },
      apiVersion: headerOf(request, 'x-github-api-version'),
    };
    requests.push(seen);
    const body = await bodyOf(request);
    const fault = faults.take(method, path);
    if (fault?.kind === 'slow') await delay(Math.min(fault.delayMs, MAX_DELAY_MS));
    if (fault?.kind === 'answer' && !fault.after) return sendFault(response, seen, fault);

    const authorization = headerOf(request, 'authorization');
    const reply = isLimited(limit)
      ? { status: 403, body: refuse(403, 'API rate limit exceeded for the user.').body }
      : answerRequest(around, { method, path, query: searchParams, authorization, body });
    if (fault?.kind === 'cut') {
      response.destroy();
      return;
    }
    if (fault?.kind === 'answer') return sendFault(response, seen, fault);
    send(response, seen, reply, headerOf(request, 'if-none-match'));
  }

  function send(response: ServerResponse, seen: SeenRequest, reply: Reply, known: string | undefined): void {
    const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
    const etag = `W/"${createHash('sha256').update(text).digest('hex')}"`;
    const isKnown = seen.method === 'GET' && reply.status === 200 && known === etag;
    // What was not modified costs nothing.
    if (!isKnown && limit.remaining > 0) limit.remaining -= 1;
    seen.status = isKnown ? 304 : reply.status;
    response.writeHead(seen.status, {
      ...{ date: new Date(world.now()).toUTCString(), 'x-github-request-id': String(requests.length) },
      ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...(seen.method === 'GET' && reply.status === 200 ? { etag } : {}),
      ...(basePath === '' ? {} : { 'x-github-enterprise-version': ENTERPRISE_VERSION }),
      ...rateLimitHeaders(limit, world),
      ...reply.headers,
    });
    response.end(isKnown ? '' : text);
  }

  return {
    ...{ url: bases.api, world, faults, limit, webhooks, violations, requests },
    async close() {
      await webhooks.settled();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function isLimited({ remaining }: RateLimit): boolean {
  return remaining <= 0;
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

/** Enterprise servers have GraphQL beside `/api/v3`, not below it. */
function withoutBase(pathname: string, basePath: string): string {
  if (basePath !== '' && pathname === '/api/graphql') return '/graphql';
  return pathname.startsWith(`${basePath}/`)
    ? pathname.slice(basePath.length)
    : `/not-below-the-base${pathname}`;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function bodyOf(request: IncomingMessage): Promise<Json | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_BODY_BYTES) throw new Error('the body is too big');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as Json);
}
