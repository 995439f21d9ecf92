import { createHash } from 'node:crypto';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import canonicalize from 'canonicalize';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AGENT_HEADER, requireCaller } from '../auth/authenticate.ts';
import type { IdempotencyStore, RequestKey, StoredAnswer } from './store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a POST that has one; what it creates is created under it and the request's hash. */
    idempotency: (RequestKey & { readonly requestHash: string }) | null;
  }
  interface FastifyContextConfig {
    /** The key of a request that brings no header; null for none. */
    idempotencyKeyOf?: (body: unknown) => string | null;
    /** Where doing it twice changes nothing, or is what is wanted. */
    withoutIdempotency?: boolean;
  }
}

export const IDEMPOTENCY_HEADER = 'idempotency-key';
const KEY = /^[\x21-\x7e]{1,255}$/;
/** Of an answer that a client may need. */
const KEPT_HEADERS = ['content-type', 'location', 'etag'] as const;
/** What makes it another request. */
const MEANT_HEADERS = ['issue-core-claim-token', 'issue-core-operation-id', AGENT_HEADER] as const;

/**
 * A POST with `Idempotency-Key` is done once per API key: the same again is answered from what is kept, another is refused.
 * Kept is what was done; what was refused changed nothing, and may be asked for again.
 */
export function replayAnswers(app: FastifyInstance, store: IdempotencyStore): void {
  app.decorateRequest('idempotency', null);
  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request);
    if (key === null) return undefined;
    const requestHash = hashOf(request);
    const stored = store.begin(key, requestHash);
    if (stored) return replay(reply, stored);
    request.idempotency = { ...key, requestHash };
    return undefined;
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.idempotency;
    if (key === null) return;
    const isDone = reply.statusCode >= 200 && reply.statusCode < 300;
    if (isDone) store.finish(key, answerOf(reply, payload));
    else store.forget(key);
  });
}

function keyOf(request: FastifyRequest): RequestKey | null {
  const { scope, idempotencyKeyOf, withoutIdempotency } = request.routeOptions.config;
  if (request.method !== 'POST' || scope === undefined || withoutIdempotency) return null;
  const given = request.headers[IDEMPOTENCY_HEADER];
  const derived = given === undefined ? idempotencyKeyOf?.(request.body) : null;
  if (given === undefined && derived == null) return null;
  const { keyId } = requireCaller(request);
  if (given === undefined) return { keyId, idempotencyKey: `body:${derived}` };
  if (typeof given === 'string' && KEY.test(given)) return { keyId, idempotencyKey: `header:${given}` };
  throw new FixpointError('INVALID_INPUT', `${IDEMPOTENCY_HEADER}: is 1 to 255 visible characters of ASCII.`);
}

function hashOf(request: FastifyRequest): string {
  const { method, url, headers, body } = request;
  const meant = MEANT_HEADERS.map((name) => headers[name] ?? null);
  const content = Buffer.isBuffer(body) ? body : (canonicalize(body ?? null) ?? '');
  return createHash('sha256')
    .update(`${JSON.stringify([method, url, ...meant])}\n`)
    .update(content)
    .digest('base64url');
}

function answerOf(reply: FastifyReply, payload: unknown): StoredAnswer {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return {
    status: reply.statusCode,
    headers: Object.fromEntries(headers),
    body: typeof payload === 'string' ? payload : '',
  };
}

function replay(reply: FastifyReply, { status, headers, body }: StoredAnswer): FastifyReply {
  return reply
    .code(status)
    .headers(headers)
    .header('idempotency-replayed', 'true')
    .send(body === '' ? undefined : body);
}
