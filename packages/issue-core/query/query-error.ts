import { FixpointError } from '@fixpoint/contracts/errors.ts';

const SHOWN_BEFORE = 40;
const SHOWN_AFTER = 40;

/** QUERY_INVALID, with the place marked by a caret under a clipped line of the query; `at` in UTF-16 units. */
export function queryError(text: string, at: number, message: string): FixpointError {
  const start = Math.max(0, at - SHOWN_BEFORE);
  const end = Math.min(text.length, at + SHOWN_AFTER);
  const before = start > 0 ? '…' : '';
  const after = end < text.length ? '…' : '';
  const shown = before + oneLine(text.slice(start, end)) + after;
  const caret = `${' '.repeat(before.length + at - start)}^`;
  return new FixpointError('QUERY_INVALID', `${message}\n  ${shown}\n  ${caret}`);
}

/** Characters that would move the caret or a terminal's cursor become visible ones of the same width. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '·');
}
