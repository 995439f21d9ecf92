import { randomUUID } from 'node:crypto';
import { addressOf } from './address.ts';
import { type ApiRequest, type Ask, nameOf } from './api-request.ts';
import type { Outgoing } from './exchange.ts';
import { parseAnswer } from './read-answer.ts';
import { type Patience, sendRepeatedly } from './send-repeatedly.ts';

export interface ConnectionOptions extends Patience {
  /** As `serverAddress` gives it. */
  readonly server: string;
  readonly apiKey: string;
  /** As whom it is asked; the agent of the key when null. */
  readonly agent: string | null;
  /** Of one try. */
  readonly timeoutMs: number;
  /** Ends whatever is asked. */
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
}

/** Asks a server. Reads, and POSTs by their Idempotency-Key, are asked again when no answer came. */
export function connect(options: ConnectionOptions): Ask {
  return async function ask(request) {
    const key = needsKey(request) ? { 'idempotency-key': randomUUID() } : {};
    const answer = await sendRepeatedly(options.fetch, outgoingOf(request, key, options), {
      what: nameOf(request),
      canRepeat: request.method === 'GET' || request.method === 'POST',
      patience: options,
    });
    return parseAnswer(request, answer);
  };
}

function needsKey<T>({ method, harmless = false }: ApiRequest<T>): boolean {
  return method === 'POST' && !harmless;
}

function outgoingOf<T>(
  request: ApiRequest<T>,
  key: Readonly<Record<string, string>>,
  { server, apiKey, agent, timeoutMs, signal }: ConnectionOptions,
): Outgoing {
  const { method, body, headers = {} } = request;
  const bytes = body instanceof Uint8Array ? new Uint8Array(body) : null;
  const type = bytes ? 'application/octet-stream' : 'application/json';
  return {
    url: addressOf(server, request),
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      accept: 'application/json, application/problem+json',
      ...(agent === null ? {} : { 'issue-core-agent': agent }),
      ...(body === undefined ? {} : { 'content-type': type }),
      ...key,
      ...headers,
    },
    body: bytes ?? (body === undefined ? null : JSON.stringify(body)),
    timeoutMs: request.timeoutMs ?? timeoutMs,
    signal: request.signal ? AbortSignal.any([signal, request.signal]) : signal,
  };
}
