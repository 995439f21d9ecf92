import type { z } from 'zod';
import { parseAnswer } from '../http/answer.ts';
import { answerError } from '../http/errors.ts';
import { createPace } from '../http/pace.ts';
import { createPoliteFetch } from '../http/polite-fetch.ts';

export interface ClientOptions {
  readonly url: string;
  readonly apiToken: string;
  readonly requestTimeoutMs?: number;
}

export interface ClientRequest<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/api/v1`, with every part encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** Of the answer; `z.undefined()` for those without one. */
  readonly schema: Schema;
}

export interface Client {
  request<Schema extends z.ZodType>(request: ClientRequest<Schema>): Promise<z.infer<Schema>>;
}

/** Many issues are at work at once, and Gitea sets no limits of its own. */
const MAX_CONCURRENT = 32;

/** Requests against one server, each bounded in time and size, its answer parsed. */
export function createClient(options: ClientOptions): Client {
  const politeFetch = createPoliteFetch({
    // Only reads are repeated here; whatever has an effect, or has to wait, is repeated by Temporal, under its key.
    maxWaitMs: 0,
    pace: createPace({ maxConcurrent: MAX_CONCURRENT, maxConcurrentWrites: MAX_CONCURRENT }),
    ...(options.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: options.requestTimeoutMs }),
  });

  async function request<Schema extends z.ZodType>(of: ClientRequest<Schema>): Promise<z.infer<Schema>> {
    const what = `${of.method} ${of.path}`;
    const response = await politeFetch(addressOf(options.url, of), {
      method: of.method,
      // Renamed repositories are found by their id instead.
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        authorization: `token ${options.apiToken}`,
        ...(of.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(of.body === undefined ? {} : { body: JSON.stringify(of.body) }),
    });
    const text = await response.text();
    if (!response.ok) throw answerError(what, response, text);
    return parseAnswer(what, text, of.schema);
  }

  return { request };
}

function addressOf(url: string, of: ClientRequest<z.ZodType>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(of.query ?? {})) query.set(name, String(value));
  return `${url}/api/v1${of.path}${query.size === 0 ? '' : `?${query}`}`;
}
