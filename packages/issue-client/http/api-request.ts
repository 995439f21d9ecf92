import type { z } from 'zod';

type QueryValue = string | number | readonly string[] | undefined;

/** One question to `/api/v1`, before it is known as whom and of which tracker. */
export interface ApiRequest<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The segments behind `/api/v1`. */
  readonly path: readonly (string | number)[];
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON, and bytes as what they are. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of what comes back; `z.undefined()` for nothing. */
  readonly answer: z.ZodType<T>;
  /** `bytes` are taken as what they are; JSON when left out. */
  readonly answerIs?: 'json' | 'bytes';
  /** A POST that changes nothing when it comes twice, and so needs no Idempotency-Key. */
  readonly harmless?: boolean;
  /** Of one try; that of the connection when left out. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** @throws FixpointError as the server tells it, API_UNAVAILABLE, API_REFUSED; the reason of a signal that fires */
export type Ask = <T>(request: ApiRequest<T>) => Promise<T>;

/** How it stands in a log or an error. */
export function nameOf({ method, path }: Pick<ApiRequest<unknown>, 'method' | 'path'>): string {
  return `${method} /${path.join('/')}`.slice(0, 200);
}
