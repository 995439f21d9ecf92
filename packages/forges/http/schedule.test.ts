import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSchedule } from './schedule.ts';

test('whatever the limits, no window ever holds more than its budget, and nothing comes closer than the spacing', () => {
  const budget = fc.record({
    max: fc.integer({ min: 1, max: 5 }),
    windowMs: fc.integer({ min: 1, max: 100 }),
  });
  fc.assert(
    fc.property(
      fc.array(budget, { maxLength: 3 }),
      fc.nat(20),
      fc.array(fc.nat(30), { minLength: 1, maxLength: 60 }),
      (budgets, spacingMs, gaps) => {
        const schedule = createSchedule({ spacingMs, budgets });
        const sent: number[] = [];
        for (const gap of gaps) {
          const wanted = (sent.at(-1) ?? 0) + gap;
          const at = Math.max(wanted, schedule.spacedAt(), schedule.budgetedAt());
          schedule.note(at);
          sent.push(at);
        }

        for (const [index, at] of sent.entries()) {
          expect(at - (sent[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(spacingMs);
          for (const { max, windowMs } of budgets)
            expect(sent.filter((it) => it > at - windowMs && it <= at).length).toBeLessThanOrEqual(max);
        }
      },
    ),
  );
});

test('a copy does not change what it was made of', () => {
  const schedule = createSchedule({ spacingMs: 10, budgets: [] });
  schedule.note(100);

  schedule.copy().note(500);

  expect(schedule.spacedAt()).toBe(110);
});
