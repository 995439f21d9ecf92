import type { z } from 'zod';
import { parseAnswer } from '../../http/answer.ts';
import { answerError, networkError } from '../../http/errors.ts';

export interface TrackerClientOptions {
  readonly url: string;
  readonly owner: string;
  readonly repo: string;
  readonly token: string;
  /** The polite one: retries of reads, rate limits, time-outs and bounds are its business. */
  readonly fetch: typeof fetch;
}

export interface TrackerRequest<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the repository, or below `/api/v1` when `ofServer`; with every part encoded. */
  readonly path: string;
  readonly ofServer?: boolean;
  readonly query?: Readonly<Record<string, string | number>>;
  /** Sent as JSON, or as it is when it is a form. */
  readonly body?: unknown;
  /** Of the answer; `z.undefined()` for those without one. */
  readonly schema: Schema;
  readonly signal?: AbortSignal | undefined;
}

export interface Answered<T> {
  readonly data: T;
  /** `X-Total-Count`; null where the server does not say. */
  readonly total: number | null;
  /** The clock of the server, ISO 8601; null where it does not say. */
  readonly serverTime: string | null;
}

/** Requests of one repository, each answer parsed. */
export interface TrackerClient {
  readonly owner: string;
  readonly repo: string;
  /** @throws FixpointError with the codes of `IssueBackend` */
  ask<Schema extends z.ZodType>(request: TrackerRequest<Schema>): Promise<Answered<z.infer<Schema>>>;
  /** As `ask`, for the data alone. */
  request<Schema extends z.ZodType>(request: TrackerRequest<Schema>): Promise<z.infer<Schema>>;
}

export function createTrackerClient(options: TrackerClientOptions): TrackerClient {
  const { owner, repo } = options;
  const server = `${options.url.replace(/\/+$/, '')}/api/v1`;
  const repository = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;

  async function ask<Schema extends z.ZodType>(
    of: TrackerRequest<Schema>,
  ): Promise<Answered<z.infer<Schema>>> {
    const path = of.ofServer ? of.path : `${repository}${of.path}`;
    const what = `${of.method} ${path}`;
    const { response, text } = await exchange(`${server}${path}${searchOf(of.query)}`, of, what);
    if (!response.ok) throw answerError(what, response, text);
    return {
      data: parseAnswer(what, text, of.schema),
      total: countOf(response.headers.get('x-total-count')),
      serverTime: isoOf(response.headers.get('date')),
    };
  }

  async function exchange(
    address: string,
    of: TrackerRequest<z.ZodType>,
    what: string,
  ): Promise<{ response: Response; text: string }> {
    const isForm = of.body instanceof FormData;
    try {
      const response = await options.fetch(address, {
        method: of.method,
        // A followed redirect would turn a POST into a GET.
        ...(of.method === 'GET' ? {} : { redirect: 'manual' as const }),
        headers: {
          accept: 'application/json',
          authorization: `token ${options.token}`,
          ...(of.body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
        ...(of.body === undefined
          ? {}
          : { body: of.body instanceof FormData ? of.body : JSON.stringify(of.body) }),
        ...(of.signal ? { signal: of.signal } : {}),
      });
      return { response, text: await response.text() };
    } catch (error) {
      of.signal?.throwIfAborted();
      throw networkError(what, error);
    }
  }

  return { owner, repo, ask, request: async (of) => (await ask(of)).data };
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
