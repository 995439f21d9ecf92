import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { z } from 'zod';
import { askJson, type JsonApi, type JsonRequest } from '../../http/json-api.ts';
import { sameOriginNext } from '../../http/links.ts';
import { readFile } from '../../http/read-file.ts';

export interface GitLabClientOptions {
  /** `https://gitlab.com` when left out; with the path, where GitLab does not stand at the root. */
  readonly url?: string;
  /** Its path with all namespaces (`group/sub/project`), or its id. */
  readonly project: string;
  readonly token: string;
  /** The polite one. */
  readonly fetch: typeof fetch;
}

export type Query = NonNullable<JsonRequest<z.ZodType>['query']>;

/** Below the project, or below `/api/v4` when `ofServer`. */
export interface GitLabRequest<Schema extends z.ZodType> extends JsonRequest<Schema> {
  readonly ofServer?: boolean;
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
  /** A file of the project; its path is below that. @throws FixpointError FORGE_* */
  readFile(path: string, maxBytes: number): Promise<Uint8Array>;
}

/**
 * A client of our own, because `@gitbeaker/rest` 43.8 costs 243 KB of bundle and 55 ms of CPU at every start (measured), and
 * its transport would have to be replaced all the same: it repeats POSTs and ignores `Retry-After`.
 */
export function createGitLabClient(options: GitLabClientOptions): GitLabClient {
  const server = (options.url ?? 'https://gitlab.com').replace(/\/+$/, '');
  const project = `/projects/${encodeURIComponent(options.project)}`;
  const api: JsonApi = {
    base: `${server}/api/v4`,
    // Unlike PRIVATE-TOKEN, it takes OAuth tokens as well (docs.gitlab.com/api/rest/authentication).
    authorization: `Bearer ${options.token}`,
    fetch: options.fetch,
  };

  async function ask<Schema extends z.ZodType>(
    of: GitLabRequest<Schema>,
  ): Promise<Answered<z.infer<Schema>>> {
    const path = of.ofServer ? of.path : `${project}${of.path}`;
    const { data, headers, address, serverTime } = await askJson<Schema>(api, { ...of, path });
    return { data, next: nextPageOf(headers.get('link'), address), date: serverTime };
  }

  const webUrl = options.project.includes('/') ? `${server}/${options.project}` : null;
  return {
    webUrl,
    ask,
    request: async (of) => (await ask(of)).data,
    readFile: (path, maxBytes) =>
      readFile(api, { address: `${api.base}${project}${path}`, what: `GET ${path}`, maxBytes }),
  };
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
