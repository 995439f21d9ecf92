import type { IncomingMessage } from 'node:http';
import { type AnswerFault, createFaults, type Faults } from '../../simulator/faults.ts';
import { headerOf, type SeenRequest, type ServerReply, startServer } from '../../simulator/start-server.ts';
import { answerRequest, ROUTES, type Surroundings, toReply } from './answer-request.ts';
import type { Route } from './exchange.ts';
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

const EDITION: Edition = { version: '19.1.0-ee', licence: 'free', keyset: true };
const API = '/api/v4';
const MAX_BODY_BYTES = 20 * 1024 ** 2;

/** GitLab on a port of its own, with state, limits and faults. */
export async function openSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = createWorld({ ...EDITION, ...options.edition }, options.now);
  const faults = createFaults();
  const limit = createRateLimit();
  const violations: string[] = [];
  const requests: SeenRequest[] = [];

  const { web, serve, close } = await startServer();
  const webhooks = createWebhooks({ world, web });
  const around: Surroundings = {
    ...{ world, web, violations, routes: options.routes ?? ROUTES, announce: webhooks.deliver },
  };

  async function answer(
    request: IncomingMessage,
    of: { readonly method: string; readonly path: string; readonly query: URLSearchParams },
    body: Buffer<ArrayBuffer>,
  ): Promise<ServerReply> {
    try {
      const parameters = await parametersOf(of.query, headerOf(request, 'content-type'), body);
      const { file, ...reply } = answerRequest(around, { ...of, parameters, token: tokenOf(request) });
      return file ? { ...reply, bytes: new Uint8Array(await file.arrayBuffer()) } : reply;
    } catch (error) {
      if (error instanceof Refusal) return toReply(error);
      throw error;
    }
  }

  serve(
    {
      ...{ faults, violations, maxBodyBytes: MAX_BODY_BYTES, now: world.now },
      ...{ contentType: 'application/json', etagHash: 'md5' },
      see: ({ method = 'GET' }, { pathname, search }): SeenRequest => ({
        ...{ method, search, status: null },
        path: pathname.startsWith(`${API}/`) ? pathname.slice(API.length) : `/not-below-the-api${pathname}`,
      }),
      answer: (request, { seen: { method, path }, address, body }) =>
        limit.remaining <= 0
          ? tooMany(limit, world)
          : answer(request, { method, path, query: address.searchParams }, body),
      spend() {
        limit.remaining -= 1;
      },
      headers: (requestCount) => ({
        'x-request-id': String(requestCount),
        ...rateLimitHeaders(limit, world),
      }),
    },
    requests,
  );

  return {
    ...{ url: web, world, faults, limit, webhooks, violations, requests },
    async close() {
      await webhooks.settled();
      await close();
    },
  };
}

/** As GitLab answers to too many requests: a text, no JSON (docs.gitlab.com/administration/settings). */
function tooMany(limit: RateLimit, world: World): AnswerFault {
  const headers = {
    ...{ 'content-type': 'text/plain', 'retry-after': String(retryAfterSeconds(world)) },
    ...rateLimitHeaders(limit, world),
  };
  return { kind: 'answer', status: 429, after: false, headers, body: 'Retry later\n' };
}

function tokenOf(request: IncomingMessage): string | undefined {
  const bearer = /^bearer (.+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
  return headerOf(request, 'private-token') ?? bearer;
}
