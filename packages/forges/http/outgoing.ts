import { FixpointError } from '@fixpoint/contracts/errors.ts';

/** A request as it is sent, perhaps several times. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: RequestInit['body'];
  readonly redirect: 'follow' | 'manual' | 'error';
  readonly signal: AbortSignal | undefined;
  /** What else fetch was given, such as undici's dispatcher. */
  readonly rest: RequestInit;
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
/** What makes notifications, and is limited more strictly by GitHub ("content-generating requests"). */
const CONTENT = /\/(issues|comments|notes|discussions|pulls|merge_requests|reviews|releases|sub_issues)\/?$/;

export type RequestKind = 'read' | 'write' | 'content';

/**
 * What a call of fetch asks for.
 *
 * @throws FixpointError INVALID_INPUT when it is not HTTP; TypeError, as fetch, when it is no address
 */
export async function outgoingOf(input: string | URL | Request, init: RequestInit = {}): Promise<Outgoing> {
  if (input instanceof Request) {
    const request = new Request(input, init);
    // Read now, since a stream could not be sent again.
    const body = request.body ? await request.arrayBuffer() : null;
    return {
      url: httpAddress(request.url),
      method: request.method,
      headers: request.headers,
      body,
      redirect: request.redirect,
      signal: request.signal,
      rest: init,
    };
  }
  return {
    url: httpAddress(input),
    method: (init.method ?? 'GET').toUpperCase(),
    headers: new Headers(init.headers),
    body: init.body ?? null,
    redirect: init.redirect ?? 'follow',
    signal: init.signal ?? undefined,
    rest: init,
  };
}

function httpAddress(address: string | URL): URL {
  const url = new URL(address);
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  throw new FixpointError('INVALID_INPUT', `url: ${url.protocol} is not http: or https:.`);
}

export function kindOf({ method, url }: Outgoing): RequestKind {
  if (READS.has(method)) return 'read';
  return method === 'POST' && CONTENT.test(url.pathname) ? 'content' : 'write';
}

/** A stream is gone once it was sent. */
export function canBeSentAgain({ body }: Outgoing): boolean {
  if (body === null || body === undefined || typeof body === 'string') return true;
  return !(body instanceof ReadableStream) && !(Symbol.asyncIterator in body);
}

/** For errors: without the query, which may hold what is secret. */
export function nameOf({ method, url }: Outgoing): string {
  return `${method} ${url.origin}${url.pathname}`;
}
