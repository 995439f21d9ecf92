import type { z } from 'zod';
import { askJson, type JsonApi, type JsonRequest } from '../http/json-api.ts';
import { readFile } from '../http/read-file.ts';

export interface ClientOptions {
  readonly url: string;
  readonly token: string;
  /** The polite one. */
  readonly fetch: typeof fetch;
}

/** Its path is below `/api/v1`. */
export interface ClientRequest<Schema extends z.ZodType> extends JsonRequest<Schema> {
  /** Whether a read goes where a renamed repository is now; FORGE_NOT_FOUND otherwise. A write never does. */
  readonly followsRenames?: boolean;
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
  /** A file of the server; its path is below the root. @throws FixpointError FORGE_* */
  readFile(path: string, maxBytes: number): Promise<Uint8Array>;
}

export function createClient({ url, token, fetch }: ClientOptions): Client {
  const root = url.replace(/\/+$/, '');
  const api: JsonApi = { base: `${root}/api/v1`, authorization: `token ${token}`, fetch };

  async function ask<Schema extends z.ZodType>(
    request: ClientRequest<Schema>,
  ): Promise<Answered<z.infer<Schema>>> {
    const redirect = request.followsRenames ? 'follow' : 'manual';
    const { data, headers, serverTime } = await askJson<Schema>(api, request, redirect);
    return { data, total: countOf(headers.get('x-total-count')), serverTime };
  }

  return {
    ask,
    request: async (of) => (await ask(of)).data,
    readFile: (path, maxBytes) => readFile(api, { address: `${root}${path}`, what: `GET ${path}`, maxBytes }),
  };
}

function countOf(header: string | null): number | null {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
