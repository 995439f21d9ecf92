import { queryError } from './query-error.ts';
import type { Written } from './tokens.ts';

/** How a value is compared: `>=x`, `a..b` (`null` for `*`), or just `x`. */
export type Comparison =
  | { readonly operator: '=' | '>' | '>=' | '<' | '<='; readonly point: Written }
  | { readonly operator: '..'; readonly from: Written | null; readonly to: Written | null };

const OPERATOR = /^(>=|>|<=|<|=)/;

/** @throws FixpointError QUERY_INVALID when an end of a range is missing */
export function readComparison(value: Written, text: string): Comparison {
  const dots = value.text.indexOf('..');
  if (dots >= 0) {
    return {
      operator: '..',
      from: readEnd(partOf(value, 0, dots), text),
      to: readEnd(partOf(value, dots + 2), text),
    };
  }
  const operator = OPERATOR.exec(value.text)?.[0] ?? '';
  const point = partOf(value, operator.length);
  if (point.text === '') throw queryError(text, point.at, 'A value is missing after this comparison.');
  switch (operator) {
    case '>':
    case '>=':
    case '<':
    case '<=':
      return { operator, point };
    default:
      return { operator: '=', point };
  }
}

function readEnd(end: Written, text: string): Written | null {
  if (end.text === '')
    throw queryError(text, end.at, 'An end of this range is missing; `*` stands for none.');
  return end.text === '*' ? null : end;
}

function partOf(value: Written, start: number, end?: number): Written {
  const at = value.at + start + (value.quoted ? 1 : 0);
  return { text: value.text.slice(start, end), at, quoted: value.quoted };
}
