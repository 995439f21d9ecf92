import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { networkError } from './errors.ts';
import { nameOf, type Outgoing } from './outgoing.ts';
import { readBounded } from './read-bounded.ts';

/** An answer, read to its end. */
export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly bytes: Buffer<ArrayBuffer>;
}

export interface ExchangeOptions {
  readonly fetch: typeof fetch;
  readonly requestTimeoutMs: number;
  readonly maxAnswerBytes: number;
}

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Sends a request once, and follows redirects of reads within its origin only, so that no other server sees its token.
 * The time-out is for all of it, the body included.
 *
 * @throws FixpointError FORGE_UNAVAILABLE, FORGE_REFUSED; the reason of the caller's signal when that fires
 */
export async function exchange(outgoing: Outgoing, options: ExchangeOptions): Promise<Answer> {
  const timeout = AbortSignal.timeout(options.requestTimeoutMs);
  const signal = outgoing.signal ? AbortSignal.any([outgoing.signal, timeout]) : timeout;
  try {
    let url = outgoing.url;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const answer = await sendOnce(url, outgoing, signal, options);
      const target = redirectTarget(outgoing, answer, url);
      if (target === null) return answer;
      url = target;
    }
    throw new FixpointError('FORGE_REFUSED', `${nameOf(outgoing)}: more than ${MAX_REDIRECTS} redirects.`);
  } catch (error) {
    outgoing.signal?.throwIfAborted();
    throw networkError(nameOf(outgoing), error);
  }
}

async function sendOnce(
  url: URL,
  { method, headers, body, rest }: Outgoing,
  signal: AbortSignal,
  { fetch, maxAnswerBytes }: ExchangeOptions,
): Promise<Answer> {
  const init: RequestInit = { ...rest, method, headers, redirect: 'manual', signal };
  const response = await fetch(url, body === null || body === undefined ? init : { ...init, body });
  return {
    url: url.href,
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
    bytes: await readBounded(response, maxAnswerBytes),
  };
}

/** A followed redirect would turn a write into a read, so only reads follow; null for whatever is handed back as it is. */
function redirectTarget({ method, redirect }: Outgoing, answer: Answer, from: URL): URL | null {
  if (!REDIRECTS.has(answer.status)) return null;
  if (redirect === 'error') throw new TypeError('unexpected redirect');
  if (redirect === 'manual' || (method !== 'GET' && method !== 'HEAD')) return null;
  const location = answer.headers.get('location');
  if (location === null || !URL.canParse(location, from.href)) return null;
  const target = new URL(location, from);
  return target.origin === from.origin ? target : null;
}

export function toResponse({ url, status, statusText, headers, bytes }: Answer): Response {
  const unpacked = new Headers(headers);
  // The bytes are unpacked already, and a reader that believes these would fail.
  unpacked.delete('content-encoding');
  unpacked.delete('content-length');
  const response = new Response(NO_BODY.has(status) ? null : bytes, {
    status,
    statusText,
    headers: unpacked,
  });
  Object.defineProperty(response, 'url', { value: url });
  return response;
}
