import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { z } from 'zod';
import { parseAnswer } from '../../http/answer.ts';
import { answerError, networkError } from '../../http/errors.ts';
import { sameOriginNext } from '../../http/links.ts';

export interface GitLabClientOptions {
  /** `https://gitlab.com` when left out; with the path, where GitLab does not stand at the root. */
  readonly url?: string;
  /** Its path with all namespaces (`group/sub/project`), or its id. */
  readonly project: string;
  readonly token: string;
  /** The polite one: retries of reads, rate limits, time-outs and bounds are its business. */
  readonly fetch: typeof fetch;
}

export type Query = Readonly<Record<string, string | number | boolean>>;

export interface GitLabRequest<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the project, or below `/api/v4` when `ofServer`; with every part encoded. */
  readonly path: string;
  readonly ofServer?: boolean;
  readonly query?: Query;
  /** Sent as JSON, or as it is when it is a form. */
  readonly body?: Readonly<Record<string, unknown>> | FormData;
  /** Of the answer; `z.undefined()` for those without one. */
  readonly schema: Schema;
  readonly signal?: AbortSignal | undefined;
}

/** Where the next page is: by a place in the order, which edits do not shift, or by its number. */
export type NextPage = { readonly cursor: string } | { readonly page: number };

export interface Answered<T> {
  readonly data: T;
  readonly next: NextPage | null;
  /** The clock of the server, ISO 8601. */
  readonly date: string | null;
}

/** Requests of one project, each answer parsed. */
export interface GitLabClient {
  /** Where people find the project; null when only its id is known. */
  readonly webUrl: string | null;
  /** @throws FixpointError with the codes of `IssueBackend` */
  ask<Schema extends z.ZodType>(request: GitLabRequest<Schema>): Promise<Answered<z.infer<Schema>>>;
  /** As `ask`, for the data alone. */
  request<Schema extends z.ZodType>(request: GitLabRequest<Schema>): Promise<z.infer<Schema>>;
}

/**
 * A client of our own, because `@gitbeaker/rest` 43.8 costs 243 KB of bundle and 55 ms of CPU at every start (measured), and
 * its transport would have to be replaced all the same: it repeats POSTs and ignores `Retry-After`.
 */
export function createGitLabClient(options: GitLabClientOptions): GitLabClient {
  const base = (options.url ?? 'https://gitlab.com').replace(/\/+$/, '');
  const project = `/projects/${encodeURIComponent(options.project)}`;

  async function ask<Schema extends z.ZodType>(
    of: GitLabRequest<Schema>,
  ): Promise<Answered<z.infer<Schema>>> {
    const path = of.ofServer ? of.path : `${project}${of.path}`;
    const what = `${of.method} ${path}`;
    const address = `${base}/api/v4${path}${searchOf(of.query)}`;
    const { response, text } = await exchange(address, of, what);
    if (!response.ok) throw answerError(what, response, text);
    return {
      data: parseAnswer(what, text, of.schema),
      next: nextPageOf(response.headers.get('link'), address),
      date: isoOf(response.headers.get('date')),
    };
  }

  async function exchange(
    address: string,
    of: GitLabRequest<z.ZodType>,
    what: string,
  ): Promise<{ response: Response; text: string }> {
    const { body } = of;
    const isForm = body instanceof FormData;
    try {
      const response = await options.fetch(address, {
        method: of.method,
        // A project that was moved redirects; a followed redirect would turn a POST into a GET.
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          // Unlike PRIVATE-TOKEN, it takes OAuth tokens as well (docs.gitlab.com/api/rest/authentication).
          authorization: `Bearer ${options.token}`,
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
        ...(of.signal ? { signal: of.signal } : {}),
      });
      return { response, text: await response.text() };
    } catch (error) {
      of.signal?.throwIfAborted();
      throw networkError(what, error);
    }
  }

  const webUrl = options.project.includes('/') ? `${base}/${options.project}` : null;
  return { webUrl, ask, request: async (of) => (await ask(of)).data };
}

function searchOf(query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.set(name, String(value));
  return search.size === 0 ? '' : `?${search}`;
}

/** `X-Total` and its like are missing beyond 10,000 items, so the links alone are believed. */
function nextPageOf(link: string | null, address: string): NextPage | null {
  const next = sameOriginNext(link, address);
  if (next === null) return null;
  const { searchParams } = new URL(next);
  const cursor = searchParams.get('cursor');
  if (cursor) return { cursor };
  const page = searchParams.get('page') ?? '';
  if (/^[1-9]\d{0,8}$/.test(page)) return { page: Number(page) };
  throw new FixpointError('FORGE_REFUSED', 'The link to the next page has neither cursor nor page.');
}

function isoOf(httpDate: string | null): string | null {
  const timeMs = Date.parse(httpDate ?? '');
  return Number.isNaN(timeMs) ? null : new Date(timeMs).toISOString();
}
