import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { isoOf } from '../../http/json-api.ts';
import { sameOriginNext } from '../../http/links.ts';
import { toFixpointError } from './errors.ts';

const API_VERSION = '2022-11-28';

export interface GitHubClientOptions {
  /** `https://api.github.com`, or `https://host/api/v3`. */
  readonly url: string;
  readonly token: string;
  /** The polite one: retries, rate limits and time-outs are its business, so octokit has no plugins for them. */
  readonly fetch: typeof fetch;
}

interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

export interface Answered<T> {
  readonly data: T;
  readonly hasNext: boolean;
  /** The clock of the server, ISO 8601. */
  readonly date: string | null;
  /** Of GitHub Enterprise; null for github.com. */
  readonly version: string | null;
}

/** What every call passes on to octokit: whose issues, and when to stop. */
export interface CallParameters {
  readonly owner: string;
  readonly repo: string;
  readonly request: { readonly signal?: AbortSignal };
}

export interface GitHubClient {
  readonly owner: string;
  readonly repo: string;
  /**
   * One request, its answer parsed.
   *
   * @throws FixpointError with the codes of the port; the reason of the signal when that fires
   */
  call<Schema extends z.ZodType>(
    what: string,
    schema: Schema,
    ask: (rest: Octokit['rest'], parameters: CallParameters, request: Octokit['request']) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answered<z.infer<Schema>>>;
  graphql<Schema extends z.ZodType>(
    what: string,
    schema: Schema,
    query: string,
    variables: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<z.infer<Schema>>;
}

/** octokit over the given fetch, bound to one repository, without retries, throttling or output of its own. */
export function createGitHubClient(
  options: GitHubClientOptions & { readonly owner: string; readonly repo: string },
): GitHubClient {
  const { owner, repo } = options;
  // octokit writes warnings to the console otherwise.
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.url.replace(/\/+$/, ''),
    userAgent: 'issue-core',
    log,
    // A followed redirect would turn a POST into a GET, and a transferred issue into one of another repository.
    request: { fetch: options.fetch, log, redirect: 'manual' },
  });
  octokit.hook.before('request', (request) => {
    request.headers['x-github-api-version'] = API_VERSION;
  });

  function toError(what: string, error: unknown, signal: AbortSignal | undefined): FixpointError {
    signal?.throwIfAborted();
    return toFixpointError(what, error);
  }

  return {
    owner,
    repo,
    async call(what, schema, ask, signal) {
      const parameters = { owner, repo, request: signal ? { signal } : {} };
      const answer = await ask(octokit.rest, parameters, octokit.request).catch((error: unknown) => {
        throw toError(what, error, signal);
      });
      const headers = stringsOf(answer.headers);
      if (answer.status >= 300) {
        const where = (headers.location ?? 'elsewhere').slice(0, 200);
        throw new FixpointError('FORGE_NOT_FOUND', `${what}: it was moved or renamed, to ${where}`);
      }
      return {
        data: parse(what, schema, answer.data),
        hasNext: sameOriginNext(headers.link ?? null, answer.url) !== null,
        date: isoOf(headers.date),
        version: headers['x-github-enterprise-version'] ?? null,
      };
    },
    async graphql(what, schema, query, variables, signal) {
      const data: unknown = await octokit
        .graphql(query, { ...variables, request: signal ? { signal } : {} })
        .catch((error: unknown) => {
          throw toError(what, error, signal);
        });
      return parse(what, schema, data);
    },
  };
}

const silent = () => undefined;

function parse<Schema extends z.ZodType>(what: string, schema: Schema, data: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new FixpointError('FORGE_REFUSED', `${what}: unexpected answer: ${z.prettifyError(parsed.error)}`);
}

function stringsOf(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
