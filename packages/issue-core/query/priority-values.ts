import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { PRIORITIES, type Priority } from '../model/issue.ts';
import { readComparison } from './comparison.ts';
import type { ParseContext } from './parse-context.ts';
import { queryError } from './query-error.ts';
import type { Written } from './tokens.ts';
import { readChoice } from './word-values.ts';

/** `high`, `>=high`, `low..high`: greater is more urgent. @throws FixpointError QUERY_INVALID, also when none is meant */
export function readPriorities(value: Written, context: ParseContext): readonly Priority[] {
  const { least, most } = rangeOf(value, context);
  const found = PRIORITIES.filter((priority) => {
    const urgency = urgencyOf(priority);
    return urgency >= least && urgency <= most;
  });
  if (found.length === 0) throw queryError(context.text, value.at, 'Nothing is in this range.');
  return found;
}

function rangeOf(value: Written, context: ParseContext): { least: number; most: number } {
  const comparison = readComparison(value, context.text);
  const read = (end: Written) => urgencyOf(readChoice(end, PRIORITIES, context));
  if (comparison.operator === '..') {
    const { from, to } = comparison;
    return { least: from ? read(from) : 0, most: to ? read(to) : Infinity };
  }
  const urgency = read(comparison.point);
  switch (comparison.operator) {
    case '=':
      return { least: urgency, most: urgency };
    case '>':
      return { least: urgency + 1, most: Infinity };
    case '>=':
      return { least: urgency, most: Infinity };
    case '<':
      return { least: 0, most: urgency - 1 };
    case '<=':
      return { least: 0, most: urgency };
    default:
      return assertNever(comparison);
  }
}

function urgencyOf(priority: Priority): number {
  return PRIORITIES.length - PRIORITIES.indexOf(priority);
}
