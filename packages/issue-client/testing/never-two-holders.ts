import type { CoordinationEvent } from '@fixpoint/issue-core/coordination/event.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { expect } from 'vitest';

export async function allEvents(tracker: Tracker): Promise<readonly CoordinationEvent[]> {
  const events: CoordinationEvent[] = [];
  for (let after: number | null = null; ; ) {
    const page = await tracker.events({ after, limit: 1_000 });
    events.push(...page.events);
    if (page.events.length === 0) return events;
    after = page.cursor;
  }
}

/** Replays the log, and fails at the first moment at which somebody took what was not free. */
export function assertNeverTwoHolders(events: readonly CoordinationEvent[]): void {
  const holders = new Map<number | null, string>();
  const lastTokens = new Map<number | null, number>();
  for (const { issue, actor, type, payload } of events) {
    if (type === 'claimed') {
      expect(holders.get(issue)).toBeUndefined();
      expect(payload.token).toBe((lastTokens.get(issue) ?? 0) + 1);
      lastTokens.set(issue, payload.token);
      holders.set(issue, actor);
    } else if (type === 'commented' || type === 'released') {
      expect([type, holders.get(issue)]).toEqual([type, actor]);
      if (type === 'released') holders.delete(issue);
    }
  }
}
