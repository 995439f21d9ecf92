import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type Clock, systemClock } from './clock.ts';
import type { RequestKind } from './outgoing.ts';
import { type Budget, createSchedule, type Schedule } from './schedule.ts';
import { createSlots } from './slots.ts';

export interface PaceOptions {
  /** Requests under way at once; default 10. */
  readonly maxConcurrent?: number;
  /** Default 1: forges ask for it, and the first refusal then stops the others before they are sent. */
  readonly maxConcurrentWrites?: number;
  /** Between the starts of two writes; default 0. */
  readonly writeSpacingMs?: number;
  /** Between the starts of two writes that create content; default 0. */
  readonly contentSpacingMs?: number;
  readonly writeBudgets?: readonly Budget[];
  readonly contentBudgets?: readonly Budget[];
  /** Requests that may wait; default 1,000. */
  readonly maxWaiting?: number;
  readonly clock?: Clock;
}

export interface Turn {
  /** How long the server's word or a budget made it wait. */
  readonly heldMs: number;
  /** To be called when the answer has come, or none; calling it again does nothing. */
  leave(): void;
}

/** How fast one installation is asked. Share one among all clients of it, and with no other installation. */
export interface Pace {
  /**
   * Waits until a request may be sent.
   *
   * @throws FixpointError FORGE_RATE_LIMITED with `retryAfterMs`, at once, when a budget or the server's word would take
   *   longer than `maxHeldMs`; the reason of the signal
   */
  enter(kind: RequestKind, maxHeldMs: number, signal?: AbortSignal): Promise<Turn>;
  /** Nothing is sent for this long: the server said so. */
  hold(forMs: number): void;
  /** About how long so many more writes take, going by the limits and by how long writes took until now. */
  etaMs(writes: number, kind?: 'write' | 'content'): number;
}

/** An estimate of more is one of this many. */
const MAX_ESTIMATED = 100_000;

/** What GitHub documents for content; its 500 an hour are what a long push meets. */
export const GITHUB_PACE = {
  writeSpacingMs: 1_000,
  contentSpacingMs: 3_000,
  contentBudgets: [
    { max: 80, windowMs: 60_000 },
    { max: 500, windowMs: 60 * 60_000 },
  ],
} as const satisfies PaceOptions;

/** GitLab's 300 notes a minute, evenly: whoever used them up at once would be refused for the rest of the minute. */
export const GITLAB_PACE = { contentSpacingMs: 200 } as const satisfies PaceOptions;

export function createPace(options: PaceOptions = {}): Pace {
  const clock = options.clock ?? systemClock;
  const maxWaiting = options.maxWaiting ?? 1_000;
  const slots = createSlots(options.maxConcurrent ?? 10, maxWaiting);
  const writeSlots = createSlots(options.maxConcurrentWrites ?? 1, maxWaiting);
  const writes = createSchedule({
    spacingMs: options.writeSpacingMs ?? 0,
    budgets: options.writeBudgets ?? [],
  });
  const contents = createSchedule({
    spacingMs: options.contentSpacingMs ?? 0,
    budgets: options.contentBudgets ?? [],
  });
  let heldUntil = Number.NEGATIVE_INFINITY;
  let meanWriteMs: number | null = null;

  function schedulesOf(kind: RequestKind): readonly Schedule[] {
    if (kind === 'read') return [];
    return kind === 'content' ? [writes, contents] : [writes];
  }

  async function enter(kind: RequestKind, maxHeldMs: number, signal?: AbortSignal): Promise<Turn> {
    const leaveWrites = kind === 'read' ? () => undefined : await writeSlots.take(signal);
    try {
      const leaveSlot = await slots.take(signal);
      try {
        // Whoever waits here keeps its slots: when the server holds one back, it holds back all.
        const heldMs = await waitForLimits(schedulesOf(kind), maxHeldMs, signal);
        return { heldMs, leave: leaveOnce(kind, [leaveSlot, leaveWrites]) };
      } catch (error) {
        leaveSlot();
        throw error;
      }
    } catch (error) {
      leaveWrites();
      throw error;
    }
  }

  /** Asks again after every wait, since others may have gone, or the server spoken, meanwhile. */
  async function waitForLimits(
    schedules: readonly Schedule[],
    maxHeldMs: number,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    let heldMs = 0;
    for (;;) {
      const now = clock.now();
      const holdMs = Math.max(heldUntil, ...schedules.map((it) => it.budgetedAt())) - now;
      const spaceMs = Math.max(0, ...schedules.map((it) => it.spacedAt() - now));
      if (holdMs > 0 && heldMs + holdMs > maxHeldMs) throw tooLong(holdMs);
      if (holdMs <= 0 && spaceMs <= 0) {
        for (const schedule of schedules) schedule.note(now);
        return heldMs;
      }
      await clock.delay(Math.max(holdMs, spaceMs), signal);
      heldMs += Math.max(holdMs, 0);
    }
  }

  function leaveOnce(kind: RequestKind, leaves: readonly (() => void)[]): () => void {
    const startedAt = clock.now();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const tookMs = clock.now() - startedAt;
      if (kind !== 'read') meanWriteMs = meanWriteMs === null ? tookMs : meanWriteMs * 0.8 + tookMs * 0.2;
      for (const leave of leaves) leave();
    };
  }

  return {
    enter,
    hold(forMs) {
      heldUntil = Math.max(heldUntil, clock.now() + forMs);
    },
    etaMs(count, kind = 'content') {
      const schedules = schedulesOf(kind).map((it) => it.copy());
      const now = clock.now();
      let at = Math.max(now, heldUntil);
      for (let done = 0; done < Math.min(count, MAX_ESTIMATED); done += 1) {
        at = Math.max(at, ...schedules.flatMap((it) => [it.spacedAt(), it.budgetedAt()]));
        for (const schedule of schedules) schedule.note(at);
        at += meanWriteMs ?? 0;
      }
      return Math.round(at - now);
    },
  };
}

function tooLong(retryAfterMs: number): FixpointError {
  const seconds = Math.ceil(retryAfterMs / 1_000);
  return new FixpointError('FORGE_RATE_LIMITED', `The next request may be sent in ${seconds} s.`, {
    retryAfterMs,
  });
}
