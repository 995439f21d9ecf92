import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { NumberRange } from './ast.ts';
import { readComparison } from './comparison.ts';
import type { ParseContext } from './parse-context.ts';
import { queryError } from './query-error.ts';
import type { Written } from './tokens.ts';

/** So few digits that every number is exact. */
const NUMBER = /^#?(\d{1,15})$/;

/** `12` or `#12`; null when it is something else. */
export function readPlainNumber(text: string): number | null {
  const digits = NUMBER.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** @throws FixpointError QUERY_INVALID */
export function readNumber(value: Written, { text }: ParseContext): number {
  const number = readPlainNumber(value.text);
  if (number === null) throw queryError(text, value.at, 'This is no number; write 12 or #12.');
  return number;
}

/** @throws FixpointError QUERY_INVALID, also for a range that nothing is in */
export function readNumberRange(value: Written, context: ParseContext): NumberRange {
  const range = rangeOf(value, context);
  const upsideDown = range.from !== null && range.to !== null && range.from > range.to;
  if (upsideDown || (range.to ?? 0) < 0) {
    throw queryError(context.text, value.at, 'Nothing is in this range.');
  }
  return range;
}

function rangeOf(value: Written, context: ParseContext): NumberRange {
  const comparison = readComparison(value, context.text);
  if (comparison.operator === '..') {
    const { from, to } = comparison;
    return { from: from && readNumber(from, context), to: to && readNumber(to, context) };
  }
  const number = readNumber(comparison.point, context);
  switch (comparison.operator) {
    case '=':
      return { from: number, to: number };
    case '>':
      return { from: number + 1, to: null };
    case '>=':
      return { from: number, to: null };
    case '<':
      return { from: null, to: number - 1 };
    case '<=':
      return { from: null, to: number };
    default:
      return assertNever(comparison);
  }
}
