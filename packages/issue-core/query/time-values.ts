import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { TimeRange } from './ast.ts';
import { readComparison } from './comparison.ts';
import type { ParseContext } from './parse-context.ts';
import { queryError } from './query-error.ts';
import { readTime } from './time-points.ts';
import type { Written } from './tokens.ts';

const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');

/**
 * A date or time stands for as long as it is written exactly: `2026-01-31` for the whole day, `…T10:00` for the minute. So
 * `>2026-01-31` begins with the day after. A relative one (`-7d`) is an instant, and alone means since then.
 *
 * @throws FixpointError QUERY_INVALID, also for a range that nothing is in
 */
export function readTimeRange(value: Written, context: ParseContext): TimeRange {
  const { from, before } = rangeOf(value, context);
  if (from !== null && before !== null && from >= before) {
    throw queryError(context.text, value.at, 'Nothing is in this range.');
  }
  const iso = (ms: number | null) => (ms === null ? null : toIso(ms, value, context));
  return { from: iso(from), before: iso(before) };
}

interface RangeMs {
  readonly from: number | null;
  readonly before: number | null;
}

function rangeOf(value: Written, context: ParseContext): RangeMs {
  const comparison = readComparison(value, context.text);
  if (comparison.operator === '..') {
    const from = comparison.from && readTime(comparison.from, context).startMs;
    return { from, before: comparison.to && readTime(comparison.to, context).endMs };
  }
  const { startMs, endMs } = readTime(comparison.point, context);
  switch (comparison.operator) {
    case '=':
      return { from: startMs, before: endMs === startMs ? null : endMs };
    case '>':
      return { from: endMs, before: null };
    case '>=':
      return { from: startMs, before: null };
    case '<':
      return { from: null, before: startMs };
    case '<=':
      return { from: null, before: endMs };
    default:
      return assertNever(comparison);
  }
}

function toIso(ms: number, value: Written, { text }: ParseContext): string {
  if (ms >= FIRST_MS && ms <= LAST_MS) return new Date(ms).toISOString();
  throw queryError(text, value.at, 'This time is too far away.');
}
