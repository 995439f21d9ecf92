/** At most `max` in any window of this length. */
export interface Budget {
  readonly max: number;
  readonly windowMs: number;
}

/** What limits requests of one kind over time. */
export interface Limits {
  /** From the start of one to the start of the next. */
  readonly spacingMs: number;
  readonly budgets: readonly Budget[];
}

/** When requests of one kind were sent, as far back as its limits look. */
export interface Schedule {
  /** The earliest time at which the spacing, or the budgets, allow one more. */
  spacedAt(): number;
  budgetedAt(): number;
  note(atMs: number): void;
  /** An independent copy, to see what would be. */
  copy(): Schedule;
}

export function createSchedule(limits: Limits, past: readonly number[] = []): Schedule {
  const keep = Math.max(1, ...limits.budgets.map(({ max }) => max));
  let times = past.slice(-keep);

  return {
    spacedAt: () => (times.at(-1) ?? Number.NEGATIVE_INFINITY) + limits.spacingMs,
    budgetedAt: () =>
      Math.max(
        Number.NEGATIVE_INFINITY,
        ...limits.budgets.map(({ max, windowMs }) => (times.at(-max) ?? Number.NEGATIVE_INFINITY) + windowMs),
      ),
    note(atMs) {
      times.push(atMs);
      // Cut seldom, so that noting stays cheap.
      if (times.length > 2 * keep) times = times.slice(-keep);
    },
    copy: () => createSchedule(limits, times),
  };
}
