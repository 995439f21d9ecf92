import type { z } from 'zod';
import { parseAnswer } from './answer.ts';
import { answerError, networkError } from './errors.ts';

/** Where an API is, and how it is asked. */
export interface JsonApi {
  /** What every path is below. */
  readonly base: string;
  /** The whole header. */
  readonly authorization: string;
  /** The polite one: retries of reads, rate limits, time-outs and bounds are its business. */
  readonly fetch: typeof fetch;
}

export interface JsonRequest<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the base, with every part encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** Sent as JSON, or as it is when it is a form. */
  readonly body?: unknown;
  /** Of the answer; `z.undefined()` for those without one. */
  readonly schema: Schema;
  readonly signal?: AbortSignal | undefined;
}

export interface JsonAnswer<T> {
  readonly data: T;
  /** That was asked. */
  readonly address: string;
  readonly headers: Headers;
  /** The clock of the server, ISO 8601; null where it does not say. */
  readonly serverTime: string | null;
}

/**
 * One request, its answer parsed.
 *
 * @param redirect whether a read goes where it is sent to; a write never does, since it would become a read
 * @throws FixpointError FORGE_*; the reason of the signal
 */
export async function askJson<Schema extends z.ZodType>(
  api: JsonApi,
  { method, path, query, body, schema, signal }: JsonRequest<Schema>,
  redirect: 'follow' | 'manual' = 'manual',
): Promise<JsonAnswer<z.infer<Schema>>> {
  const what = `${method} ${path}`;
  const address = `${api.base}${path}${searchOf(query)}`;
  const isForm = body instanceof FormData;
  const init: RequestInit = {
    method,
    redirect: method === 'GET' ? redirect : 'manual',
    headers: {
      accept: 'application/json',
      authorization: api.authorization,
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  };
  const { response, text } = await send(api.fetch, address, init, what);
  if (!response.ok) throw answerError(what, response, text);
  const { headers } = response;
  return { data: parseAnswer(what, text, schema), address, headers, serverTime: isoOf(headers.get('date')) };
}

async function send(
  fetch: JsonApi['fetch'],
  address: string,
  init: RequestInit,
  what: string,
): Promise<{ readonly response: Response; readonly text: string }> {
  try {
    const response = await fetch(address, init);
    return { response, text: await response.text() };
  } catch (error) {
    init.signal?.throwIfAborted();
    throw networkError(what, error);
  }
}

function searchOf(query: JsonRequest<z.ZodType>['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.set(name, String(value));
  return search.size === 0 ? '' : `?${search}`;
}

/** A date of HTTP as ISO 8601; null for what is none. */
export function isoOf(httpDate: string | null | undefined): string | null {
  const timeMs = Date.parse(httpDate ?? '');
  return Number.isNaN(timeMs) ? null : new Date(timeMs).toISOString();
}
