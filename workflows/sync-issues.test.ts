import { expect, test } from 'vitest';
import { isFirstOfDay } from './sync-issues.ts';

test.each([
  ['2026-03-01T00:00:00Z', 15, true],
  ['2026-03-01T00:14:59Z', 15, true],
  ['2026-03-01T00:15:00Z', 15, false],
  ['2026-03-01T23:59:59Z', 15, false],
  ['2026-03-01T23:59:59Z', 1_440, true],
])('a sync that starts at %s, every %i minutes, reads everything: %s', (at, everyMinutes, expected) => {
  expect(isFirstOfDay(new Date(at), { everyMinutes })).toBe(expected);
});

test('of the starts of one day exactly one reads everything', () => {
  const starts = Array.from({ length: 96 }, (_, index) => new Date(Date.UTC(2026, 2, 1, 0, 15 * index, 3)));

  expect(starts.filter((at) => isFirstOfDay(at, { everyMinutes: 15 }))).toHaveLength(1);
});
