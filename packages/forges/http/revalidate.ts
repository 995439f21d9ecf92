import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EtagStore } from './etag-store.ts';
import type { Answer } from './exchange.ts';
import { linkOf } from './links.ts';
import type { Outgoing } from './outgoing.ts';

const KeptAnswer = z.object({
  etag: z.string().min(1),
  statusText: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
});
type KeptAnswer = z.infer<typeof KeptAnswer>;

/** What the same address may be answered differently for. */
const VARYING = ['accept', 'authorization', 'private-token', 'job-token', 'x-github-api-version', 'sudo'];
const NEVER_KEPT: ReadonlySet<string> = new Set(['set-cookie', 'content-encoding', 'content-length']);
const PAGE_SIZES = ['per_page', 'limit'];
export const CACHE_HEADER = 'x-issue-core-cache';

/**
 * Sends a GET with the ETag of its last answer, and answers with that one when the server says that it still holds; its
 * header `x-issue-core-cache: revalidated` tells. Everything else is sent as it is.
 */
export async function revalidate(
  outgoing: Outgoing,
  store: EtagStore,
  send: (outgoing: Outgoing) => Promise<Answer>,
): Promise<Answer> {
  if (!isCacheable(outgoing)) return send(outgoing);
  const key = keyOf(outgoing);
  const kept = parseKept(await store.get(key));
  const answer = await send(kept ? withCondition(outgoing, kept.etag) : outgoing);
  if (answer.status === 304 && kept) return fromKept(kept, answer);
  const fresh = toKept(outgoing, answer);
  if (fresh) await store.set(key, JSON.stringify(fresh));
  return answer;
}

function isCacheable({ method, headers }: Outgoing): boolean {
  if (/\bno-store\b/i.test(headers.get('cache-control') ?? '')) return false;
  return method === 'GET' && !headers.has('if-none-match') && !headers.has('range');
}

/** A digest: neither the token nor a query can be read from the store. */
function keyOf({ url, headers }: Outgoing): string {
  const parts = [url.href, ...VARYING.map((name) => headers.get(name))];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function withCondition(outgoing: Outgoing, etag: string): Outgoing {
  const headers = new Headers(outgoing.headers);
  headers.set('if-none-match', etag);
  return { ...outgoing, headers };
}

/** The store may be older than this program, so what does not fit is as good as absent. */
function parseKept(text: string | null): KeptAnswer | null {
  if (text === null) return null;
  try {
    return KeptAnswer.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function toKept(outgoing: Outgoing, answer: Answer): KeptAnswer | null {
  const { status, statusText, headers, bytes } = answer;
  const etag = headers.get('etag');
  if (status !== 200 || !etag || answer.url !== outgoing.url.href) return null;
  if (/\bno-store\b/i.test(headers.get('cache-control') ?? '')) return null;
  if (!/\bjson\b|^text\//i.test(headers.get('content-type') ?? '')) return null;
  const body = bytes.toString('utf8');
  if (mayHideNextPage(outgoing.url, headers, body)) return null;
  const kept = [...headers].filter(([name]) => !NEVER_KEPT.has(name));
  return { etag, statusText, headers: kept, body };
}

/**
 * ETags are made from the body, so a full last page keeps its own when a page is added after it, and the kept answer,
 * which names no next page, would end the list too early.
 */
function mayHideNextPage(url: URL, headers: Headers, body: string): boolean {
  const size = PAGE_SIZES.map((name) => Number(url.searchParams.get(name) ?? 0)).find((it) => it > 0);
  if (linkOf(headers.get('link'), 'next') !== null) return false;
  const items = parseJson(body);
  if (!Array.isArray(items) || items.length === 0) return false;
  // Servers cut what is asked for to 50 or 100.
  return size === undefined || items.length >= size || items.length % 50 === 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromKept({ statusText, headers, body }: KeptAnswer, { url, headers: now }: Answer): Answer {
  const merged = new Headers(headers);
  for (const [name, value] of now) merged.set(name, value);
  merged.set(CACHE_HEADER, 'revalidated');
  return { url, status: 200, statusText, headers: merged, bytes: Buffer.from(body, 'utf8') };
}
