import type { z } from 'zod';
import { parseAnswer } from '../http/answer.ts';
import { answerError, networkError } from '../http/errors.ts';

export interface ClientOptions {
  readonly url: string;
  readonly token: string;
  /** The polite one: retries of reads, rate limits, time-outs and bounds are its business. */
  readonly fetch: typeof fetch;
}

export interface ClientRequest<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/api/v1`, with every part encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  /** Sent as JSON, or as it is when it is a form. */
  readonly body?: unknown;
  /** Of the answer; `z.undefined()` for those without one. */
  readonly schema: Schema;
  /** Whether a read goes where a renamed repository is now; FORGE_NOT_FOUND otherwise. A write never does. */
  readonly followsRenames?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface Answered<T> {
  readonly data: T;
  /** `X-Total-Count`; null where the server does not say. */
  readonly total: number | null;
  /** The clock of the server, ISO 8601; null where it does not say. */
  readonly serverTime: string | null;
}

/** Requests of one server, each answer parsed. */
export interface Client {
  /** @throws FixpointError FORGE_* ; the reason of the signal */
  ask<Schema extends z.ZodType>(request: ClientRequest<Schema>): Promise<Answered<z.infer<Schema>>>;
  /** As `ask`, for the data alone. */
  request<Schema extends z.ZodType>(request: ClientRequest<Schema>): Promise<z.infer<Schema>>;
}

export function createClient({ url, token, fetch: send }: ClientOptions): Client {
  const server = `${url.replace(/\/+$/, '')}/api/v1`;

  async function ask<Schema extends z.ZodType>(
    of: ClientRequest<Schema>,
  ): Promise<Answered<z.infer<Schema>>> {
    const what = `${of.method} ${of.path}`;
    const { response, text } = await exchange(of, what);
    if (!response.ok) throw answerError(what, response, text);
    return {
      data: parseAnswer(what, text, of.schema),
      total: countOf(response.headers.get('x-total-count')),
      serverTime: isoOf(response.headers.get('date')),
    };
  }

  async function exchange(
    { method, path, query, body, followsRenames = false, signal }: ClientRequest<z.ZodType>,
    what: string,
  ): Promise<{ response: Response; text: string }> {
    const isForm = body instanceof FormData;
    const isFollowed = followsRenames && method === 'GET';
    try {
      const response = await send(`${server}${path}${searchOf(query)}`, {
        method,
        // A followed redirect would turn a POST into a GET.
        ...(isFollowed ? {} : { redirect: 'manual' as const }),
        headers: {
          accept: 'application/json',
          authorization: `token ${token}`,
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      });
      return { response, text: await response.text() };
    } catch (error) {
      signal?.throwIfAborted();
      throw networkError(what, error);
    }
  }

  return { ask, request: async (of) => (await ask(of)).data };
}

function searchOf(query: Readonly<Record<string, string | number>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.set(name, String(value));
  return search.size === 0 ? '' : `?${search}`;
}

function countOf(header: string | null): number | null {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

function isoOf(httpDate: string | null): string | null {
  const timeMs = Date.parse(httpDate ?? '');
  return Number.isNaN(timeMs) ? null : new Date(timeMs).toISOString();
}
