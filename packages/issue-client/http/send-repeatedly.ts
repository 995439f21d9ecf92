import { setTimeout as delay } from 'node:timers/promises';
import type { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type Exchanged, exchange, type Outgoing } from './exchange.ts';
import { errorOf, retryAfterMs } from './problem.ts';
import type { Answer } from './read-answer.ts';

export interface Patience {
  /** Before each further try that the server asked no time for. */
  readonly retryDelaysMs: readonly number[];
  /** The longest it waits, in all and for one call, because the server says so. */
  readonly maxWaitMs: number;
}

/** However short the waits are. */
const MAX_TRIES = 60;
const UNAVAILABLE: ReadonlySet<number> = new Set([502, 503, 504]);

/** It is well, but it is not our turn: how long that lasts is for the server to say. */
const BUSY: ReadonlySet<number> = new Set([409, 429]);

interface Repeat {
  readonly error: FixpointError;
  /** As the server asked; 0 when it did not. */
  readonly askedMs: number;
  readonly isBusy: boolean;
}

/**
 * Sends until there is an answer, within bounds:
 * - what nobody heard, and what was refused because there were too many requests, is sent again, whatever it is;
 * - what may have been done is sent again only when doing it twice is harmless (`canRepeat`).
 *
 * @throws FixpointError when it is not answered well; the reason of the signal when it fires
 */
export async function sendRepeatedly(
  send: typeof fetch,
  outgoing: Outgoing,
  {
    what,
    canRepeat,
    patience,
  }: { readonly what: string; readonly canRepeat: boolean; readonly patience: Patience },
): Promise<Answer> {
  const deadline = performance.now() + outgoing.timeoutMs + patience.maxWaitMs;
  let waitedMs = 0;
  let failures = 0;
  for (let tries = 1; ; tries += 1) {
    const exchanged = await exchange(send, outgoing);
    if (exchanged.kind === 'answer' && isDone(exchanged.answer)) return exchanged.answer;
    const { error, askedMs, isBusy } = repeatOf(what, exchanged);
    const delayMs = isBusy ? 0 : (patience.retryDelaysMs[failures] ?? Number.POSITIVE_INFINITY);
    const pauseMs = Math.max(delayMs, askedMs);
    const isTooLong = waitedMs + pauseMs > patience.maxWaitMs || performance.now() + pauseMs > deadline;
    if (isTooLong || tries >= MAX_TRIES || !mayRepeat(exchanged, canRepeat)) throw error;
    await pause(pauseMs, outgoing.signal);
    waitedMs += pauseMs;
    if (!isBusy) failures += 1;
  }
}

function isDone({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function repeatOf(what: string, exchanged: Exchanged): Repeat {
  if (exchanged.kind !== 'answer') return { error: exchanged.error, askedMs: 0, isBusy: false };
  const { answer } = exchanged;
  const askedMs = retryAfterMs(answer.headers);
  return {
    error: errorOf(what, answer),
    askedMs: askedMs ?? 0,
    isBusy: askedMs !== null && BUSY.has(answer.status),
  };
}

function mayRepeat(exchanged: Exchanged, canRepeat: boolean): boolean {
  if (exchanged.kind === 'not-sent') return exchanged.mayHelp;
  if (exchanged.kind === 'lost') return canRepeat;
  const { status, headers } = exchanged.answer;
  if (status === 429) return true;
  // The first one with this Idempotency-Key is still at work.
  if (status === 409) return canRepeat && retryAfterMs(headers) !== null;
  return canRepeat && UNAVAILABLE.has(status);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
