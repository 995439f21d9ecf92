import { z } from 'zod';
import type { Answered } from '../client.ts';

/**
 * Where a read of a list stands that is paged by number and moves under it: what leaves the list pulls what follows one
 * place forward, onto a page that was read already.
 */
export const Place = z.object({
  /** How many places of the list were read. */
  offset: z.number().int().nonnegative(),
  /** How many the server gives on a page at most, where that is fewer than we ask for. */
  cap: z.number().int().positive().nullable(),
  /** The ids that were read last. */
  recent: z.array(z.number().int()).max(100),
});
export type Place = z.infer<typeof Place>;

export const START: Place = { offset: 0, cap: null, recent: [] };

export interface PageQuery {
  readonly page: number;
  readonly limit: number;
}

export interface Stretch<T> {
  /** What follows upon what was read before; a few may come twice after the list has moved. */
  readonly items: readonly T[];
  /** Null at the end of the list. */
  readonly next: Place | null;
  readonly total: number | null;
  readonly serverTime: string | null;
}

/** The server's own bound (`MAX_RESPONSE_ITEMS`), unless its administrator changed it. */
const MAX_PAGE_SIZE = 50;
/** So many sizes to choose from that one of them fits any place of the list. */
const MIN_WINDOW = 16;

/**
 * Reads on, over the end of what was read before: when nothing of it is seen again there is a gap, and it goes back until
 * something is. So whatever stays in the list is read, as long as its order stays, and the server gives 16 at once.
 */
export async function readOn<T>(
  place: Place,
  pageSize: number,
  readPage: (query: PageQuery) => Promise<Answered<readonly T[]>>,
  idOf: (item: T) => number,
): Promise<Stretch<T>> {
  const recent = new Set(place.recent);
  const size = Math.max(1, Math.min(pageSize, MAX_PAGE_SIZE));
  const limit = Math.min(Math.max(size + 1, MIN_WINDOW), MAX_PAGE_SIZE, place.cap ?? MAX_PAGE_SIZE);
  let window = windowOver(place.offset, limit);
  let answer = await readPage(window);
  const overlaps = window.start < place.offset;
  while (overlaps && window.start > 0 && !answer.data.some((item) => recent.has(idOf(item)))) {
    window = windowOver(Math.max(0, window.start - Math.ceil(limit / 2)), limit);
    answer = await readPage(window);
  }

  const { data, total, serverTime } = answer;
  const from = data.findLastIndex((item) => recent.has(idOf(item))) + 1;
  const items = data.slice(from, from + size);
  const read = data.slice(0, from + items.length);
  const offset = window.start + read.length;
  const isShort = data.length < window.limit;
  // A short first page is either the whole list, or all that the server gives at once.
  const isCut =
    isShort && window.start === 0 && data.length < (total ?? (data.length < MIN_WINDOW ? 0 : Infinity));
  const isLast = total === null ? read.length === data.length && isShort && !isCut : offset >= total;
  const next = {
    offset,
    cap: isCut ? Math.max(1, data.length) : place.cap,
    recent: [...new Set([...place.recent, ...read.map(idOf)])].slice(-MAX_PAGE_SIZE),
  };
  return { items, next: isLast ? null : next, total, serverTime };
}

interface Window extends PageQuery {
  readonly start: number;
}

/**
 * Pages begin only at multiples of their size, so the size is chosen: that one whose page begins before the offset and
 * reaches furthest beyond it.
 */
function windowOver(offset: number, maxLimit: number): Window {
  if (offset === 0) return { page: 1, limit: maxLimit, start: 0 };
  let best: Window | null = null;
  for (let limit = maxLimit; limit >= Math.ceil(maxLimit / 2); limit -= 1) {
    const page = Math.floor((offset - 1) / limit) + 1;
    const start = (page - 1) * limit;
    if (start + limit > offset && (!best || start + limit > best.start + best.limit))
      best = { page, limit, start };
  }
  return (
    best ?? { page: Math.floor(offset / maxLimit) + 1, limit: maxLimit, start: offset - (offset % maxLimit) }
  );
}
