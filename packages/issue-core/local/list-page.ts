import type { Page } from '../backend/port.ts';
import { invalid } from './clean-text.ts';
import { encodeCursor } from './cursor.ts';

/** Of lists whose callers do not say how much they want at once. */
export const PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1_000;

/** @throws FixpointError INVALID_INPUT */
export function boundedPageSize(pageSize: number): number {
  if (Number.isInteger(pageSize) && pageSize > 0) return Math.min(pageSize, MAX_PAGE_SIZE);
  throw invalid('pageSize', 'a whole number from 1');
}

/** `rows` has one more than the page when there is a next one. */
export function toPage<Row, T>(
  rows: readonly Row[],
  {
    pageSize,
    total,
    toItems,
    positionOf,
  }: {
    readonly pageSize: number;
    readonly total: number | null;
    readonly toItems: (rows: readonly Row[]) => readonly T[];
    readonly positionOf: (row: Row) => unknown;
  },
): Page<T> {
  const onPage = rows.slice(0, pageSize);
  const last = onPage.at(-1);
  const next = rows.length > pageSize && last !== undefined ? encodeCursor(positionOf(last)) : null;
  return { items: toItems(onPage), next, total };
}
