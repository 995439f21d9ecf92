import { setTimeout as delay } from 'node:timers/promises';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { answerError, networkError } from './errors.ts';
import { readBounded } from './read-bounded.ts';

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

const REQUEST_TIMEOUT_MS = 15_000;
/** Gitea does not page the comments of an issue, so an answer may be big. */
const MAX_ANSWER_BYTES = 32 * 1024 ** 2;
/** Only reads are repeated here; whatever has an effect is repeated by Temporal, under its key. */
const READ_RETRY_DELAYS_MS = [200, 800];

/** Requests against one server, each bounded in time and size, its answer parsed. */
export function createClient(options: ClientOptions): Client {
  const timeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;

  async function request<Schema extends z.ZodType>(of: ClientRequest<Schema>): Promise<z.infer<Schema>> {
    const retryDelays = of.method === 'GET' ? READ_RETRY_DELAYS_MS : [];
    for (const delayMs of retryDelays) {
      try {
        return await requestOnce(of);
      } catch (error) {
        if (!(error instanceof FixpointError) || error.code !== 'FORGE_UNAVAILABLE') throw error;
        await delay(delayMs);
      }
    }
    return requestOnce(of);
  }

  async function requestOnce<Schema extends z.ZodType>(of: ClientRequest<Schema>): Promise<z.infer<Schema>> {
    const what = `${of.method} ${of.path}`;
    const { response, text } = await exchange(of, what);
    if (!response.ok) throw answerError(what, response, text);
    const parsed = of.schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw new FixpointError('FORGE_REFUSED', `${what}: unexpected answer: ${z.prettifyError(parsed.error)}`);
  }

  async function exchange(
    of: ClientRequest<z.ZodType>,
    what: string,
  ): Promise<{ response: Response; text: string }> {
    try {
      const response = await fetch(addressOf(options.url, of), {
        method: of.method,
        // A followed redirect would turn a POST into a GET; renamed repositories are found by their id instead.
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          authorization: `token ${options.apiToken}`,
          ...(of.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(of.body === undefined ? {} : { body: JSON.stringify(of.body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { response, text: await readBounded(response, MAX_ANSWER_BYTES) };
    } catch (error) {
      throw networkError(what, error);
    }
  }

  return { request };
}

function addressOf(url: string, of: ClientRequest<z.ZodType>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(of.query ?? {})) query.set(name, String(value));
  return `${url}/api/v1${of.path}${query.size === 0 ? '' : `?${query}`}`;
}

/** Nothing, and what is not JSON, is left to the schema to refuse. */
function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 200);
  }
}
