import { createFaults, type Faults } from '../../simulator/faults.ts';
import { headerOf, type SeenRequest as Seen, startServer } from '../../simulator/start-server.ts';
import { answerRequest, HANDLERS, type Surroundings } from './answer-request.ts';
import { type Contract, createContract } from './contract/contract.ts';
import type { Json } from './contract/json-schema.ts';
import type { Handlers } from './exchange.ts';
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

export interface SeenRequest extends Seen {
  readonly apiVersion: string | undefined;
}

const MAX_BODY_BYTES = 10 * 1024 ** 2;
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

  const { web, serve, close } = await startServer();
  const bases = { api: `${web}${basePath}`, web };
  const webhooks = createWebhooks(contract, bases, violations);
  const around: Surroundings = {
    ...{ world, contract, bases, violations, handlers: options.handlers ?? HANDLERS },
    announce: webhooks.deliver,
  };

  serve(
    {
      ...{ faults, violations, maxBodyBytes: MAX_BODY_BYTES, now: world.now },
      ...{ contentType: 'application/json; charset=utf-8', etagHash: 'sha256' },
      see: (request, { pathname, search }): SeenRequest => ({
        ...{ method: request.method ?? 'GET', path: withoutBase(pathname, basePath), search, status: null },
        apiVersion: headerOf(request, 'x-github-api-version'),
      }),
      answer(request, { seen: { method, path }, address, body }) {
        if (isLimited(limit))
          return { status: 403, body: refuse(403, 'API rate limit exceeded for the user.').body };
        const authorization = headerOf(request, 'authorization');
        return answerRequest(around, {
          ...{ method, path, query: address.searchParams, authorization },
          body: jsonOf(body),
        });
      },
      spend(isNotModified) {
        // What was not modified costs nothing.
        if (!isNotModified && limit.remaining > 0) limit.remaining -= 1;
      },
      headers: (requestCount) => ({
        'x-github-request-id': String(requestCount),
        ...(basePath === '' ? {} : { 'x-github-enterprise-version': ENTERPRISE_VERSION }),
        ...rateLimitHeaders(limit, world),
      }),
    },
    requests,
  );

  return {
    ...{ url: bases.api, world, faults, limit, webhooks, violations, requests },
    async close() {
      await webhooks.settled();
      await close();
    },
  };
}

function isLimited({ remaining }: RateLimit): boolean {
  return remaining <= 0;
}

/** Enterprise servers have GraphQL beside `/api/v3`, not below it. */
function withoutBase(pathname: string, basePath: string): string {
  if (basePath !== '' && pathname === '/api/graphql') return '/graphql';
  return pathname.startsWith(`${basePath}/`)
    ? pathname.slice(basePath.length)
    : `/not-below-the-base${pathname}`;
}

function jsonOf(body: Buffer): Json | undefined {
  return body.byteLength === 0 ? undefined : (JSON.parse(body.toString('utf8')) as Json);
}
