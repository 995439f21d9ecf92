const DEFAULT_WAIT_MS = 60_000;
const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60 * 60_000;
/** Below this, a reset is in seconds from now (the IETF draft); above, in seconds since 1970 (GitHub, GitLab). */
const FIRST_EPOCH_SECONDS = 1_000_000_000;
const SECONDARY_LIMIT = /\bsecondary rate limit\b|\babuse detection\b/i;

interface AnswerHead {
  readonly status: number;
  readonly headers: Headers;
}

/**
 * How long the server wants us to wait, when an answer says that it did not take the request because there are too many;
 * null for every other answer.
 *
 * GitHub answers 403 or 429, with `retry-after`, or `x-ratelimit-remaining: 0` and `x-ratelimit-reset`, or only words
 * (docs.github.com, "Rate limits for the REST API"); GitLab 429 with `Retry-After` and `RateLimit-Reset`.
 */
export function rateLimitWaitMs(answer: AnswerHead, text: string, nowMs: number): number | null {
  if (!isRateLimited(answer, text)) return null;
  const ms = retryAfterMs(answer.headers, nowMs) ?? resetMs(answer.headers, nowMs) ?? DEFAULT_WAIT_MS;
  return Math.min(Math.max(ms, MIN_WAIT_MS), MAX_WAIT_MS);
}

/** `Retry-After`, in seconds or as a date; null when there is none that can be read. */
export function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const header = headers.get('retry-after')?.trim();
  if (!header) return null;
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(at - serverNowMs(headers, nowMs), 0);
}

function isRateLimited({ status, headers }: AnswerHead, text: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0' || SECONDARY_LIMIT.test(text)
  );
}

function resetMs(headers: Headers, nowMs: number): number | null {
  // GitHub sends a reset with every answer; it says how long to wait only when nothing remains.
  const github = headers.get('x-ratelimit-remaining') === '0' ? headers.get('x-ratelimit-reset') : null;
  const header = github ?? headers.get('ratelimit-reset');
  if (header === null || !/^\d{1,12}$/.test(header.trim())) return null;
  const seconds = Number(header);
  if (seconds < FIRST_EPOCH_SECONDS) return seconds * 1_000;
  return Math.max(seconds * 1_000 - serverNowMs(headers, nowMs), 0);
}

/** Dates of the server are compared with its own clock, as ours may be wrong. */
function serverNowMs(headers: Headers, nowMs: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? nowMs : date;
}
