import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type Clock, systemClock } from './clock.ts';
import { answerError } from './errors.ts';
import type { EtagStore } from './etag-store.ts';
import { type Answer, exchange, toResponse } from './exchange.ts';
import { canBeSentAgain, kindOf, nameOf, type Outgoing, outgoingOf } from './outgoing.ts';
import { createPace, type Pace } from './pace.ts';
import { rateLimitWaitMs, retryAfterMs } from './rate-limit.ts';
import { revalidate } from './revalidate.ts';

export interface PoliteFetchOptions {
  /** Of one request with its answer; default 15,000. */
  readonly requestTimeoutMs?: number;
  /** Of one answer, unpacked; default 32 MiB. */
  readonly maxAnswerBytes?: number;
  /** The longest it waits, in all and for one call, because the server or a budget says so; default 30,000. */
  readonly maxWaitMs?: number;
  /** Before each further try of a read; default 200 and 800. */
  readonly readRetryDelaysMs?: readonly number[];
  /** Shared by all clients of one installation; by default, or null, one of its own without spacing. */
  readonly pace?: Pace | null;
  /** Null, the default, sends no conditional requests. */
  readonly etags?: EtagStore | null;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
}

const MAX_RATE_LIMIT_REPEATS = 5;
const RETRIED: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * A fetch that forges like: bounded in time, bytes, repeats and pace.
 *
 * - Reads (GET, HEAD) are repeated after network errors, 502, 503 and 504. A write is sent once; only an answer that says it
 *   was not taken because there are too many requests lets it be sent again.
 * - `Retry-After`, `x-ratelimit-reset` and `RateLimit-Reset` are obeyed by all who share the pace, up to `maxWaitMs`.
 * - Reads follow redirects within their origin; writes, and reads with `redirect: 'manual'`, get the redirect itself.
 * - Every other answer is given back as it is, also 4xx and 5xx: `answerError` makes an error of it.
 *
 * @throws FixpointError FORGE_UNAVAILABLE (no answer), FORGE_RATE_LIMITED with `retryAfterMs`, FORGE_REFUSED (too big, too
 *   many redirects); the reason of the caller's signal when that fires
 */
export function createPoliteFetch(options: PoliteFetchOptions = {}): typeof fetch {
  const clock = options.clock ?? systemClock;
  const pace = options.pace ?? createPace({ clock });
  const maxWaitMs = options.maxWaitMs ?? 30_000;
  const readRetryDelaysMs = options.readRetryDelaysMs ?? [200, 800];
  const etags = options.etags ?? null;
  const exchangeOptions = {
    fetch: options.fetch ?? fetch,
    requestTimeoutMs: options.requestTimeoutMs ?? 15_000,
    maxAnswerBytes: options.maxAnswerBytes ?? 32 * 1024 ** 2,
  };

  async function send(outgoing: Outgoing): Promise<Answer> {
    let patienceMs = maxWaitMs;
    for (let repeats = 0; ; repeats += 1) {
      const turn = await pace.enter(kindOf(outgoing), patienceMs, outgoing.signal);
      patienceMs -= turn.heldMs;
      try {
        const { answer, spentMs } = await sendAndRetry(outgoing, patienceMs);
        patienceMs -= spentMs;
        const text = answer.bytes.toString('utf8', 0, 2_000);
        const waitMs = rateLimitWaitMs(answer, text, clock.now());
        if (waitMs === null) return answer;
        // Before others get this turn, so that none of them is sent in vain.
        pace.hold(waitMs);
        if (waitMs > patienceMs || repeats >= MAX_RATE_LIMIT_REPEATS || !canBeSentAgain(outgoing))
          throw answerError(nameOf(outgoing), answer, text);
      } finally {
        turn.leave();
      }
    }
  }

  async function sendAndRetry(
    outgoing: Outgoing,
    patienceMs: number,
  ): Promise<{ answer: Answer; spentMs: number }> {
    let spentMs = 0;
    for (const delayMs of kindOf(outgoing) === 'read' ? readRetryDelaysMs : []) {
      const answer = await exchangeOrNull(outgoing);
      if (answer && !RETRIED.has(answer.status)) return { answer, spentMs };
      const askedMs = answer ? (retryAfterMs(answer.headers, clock.now()) ?? 0) : 0;
      if (askedMs > patienceMs - spentMs && answer) return { answer, spentMs };
      await clock.delay(Math.max(delayMs, askedMs), outgoing.signal);
      spentMs += askedMs;
    }
    return { answer: await exchange(outgoing, exchangeOptions), spentMs };
  }

  /** Null when there was no answer. */
  async function exchangeOrNull(outgoing: Outgoing): Promise<Answer | null> {
    try {
      return await exchange(outgoing, exchangeOptions);
    } catch (error) {
      if (error instanceof FixpointError && error.code === 'FORGE_UNAVAILABLE') return null;
      throw error;
    }
  }

  return async function politeFetch(input, init) {
    const outgoing = await outgoingOf(input, init);
    return toResponse(await (etags ? revalidate(outgoing, etags, send) : send(outgoing)));
  };
}
