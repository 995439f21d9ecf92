import type { Page, TotalWanted } from '../backend/port.ts';
import { checkInteger } from '../coordination/bounds.ts';
import { firstCursor, readCursor, writeCursor } from './list-cursor.ts';

const MAX_LIMIT = 10_000;
/** Of the backend, for one call: what fits nothing ends with a `next` instead of reading a whole tracker unseen. */
const MAX_PAGES = 100;
const MAX_WANTED_AT_ONCE = 100;

export interface PageSource<T> {
  /** The total is wanted once. */
  readonly readPage: (cursor: string | null, pageSize: number, total: TotalWanted) => Promise<Page<T>>;
  readonly idOf: (item: T) => string;
  /** Gives those of a page that are wanted, in their order; all when left out. */
  readonly filter?: (items: readonly T[]) => AsyncIterable<T>;
  /** How many to ask for at once, from 20 to 1,000; as many as are wanted, up to 100, when left out. */
  readonly pageSize?: number;
  /** Whether the count of the backend is that of what is wanted. */
  readonly hasExactTotal: boolean;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads pages until the limit is filled, and says where to go on, in the middle of a page if need be.
 *
 * @throws FixpointError INVALID_INPUT for a limit outside of 1 to 10,000, or a cursor that is none of ours
 */
export async function readPages<T>(source: PageSource<T>, request: PageRequest): Promise<Page<T>> {
  const { limit, cursor = null, signal } = request;
  checkInteger('limit', limit, 1, MAX_LIMIT);
  let at =
    cursor === null
      ? firstCursor(source.pageSize ?? Math.min(limit, MAX_WANTED_AT_ONCE))
      : readCursor(cursor);
  let total: number | null = null;
  const items: T[] = [];

  for (let pages = 0; pages < MAX_PAGES && items.length < limit; pages += 1) {
    signal?.throwIfAborted();
    const isCounting = source.hasExactTotal && pages === 0;
    const page = await source.readPage(at.page, at.pageSize, isCounting ? 'exact' : 'none');
    if (isCounting) total = page.total;
    const left = leftOf(page.items, at.after, source.idOf);
    const last = await take(source.filter?.(left) ?? left, limit, items);
    if (last !== undefined && last !== left.at(-1)) at = { ...at, after: source.idOf(last) };
    else if (page.next !== null) at = { ...at, page: page.next, after: null };
    else return { items, next: null, total: cursor === null ? items.length : total };
  }
  return { items, next: writeCursor(at), total };
}

/** An item that went away since shows others twice, but hides none. */
function leftOf<T>(items: readonly T[], after: string | null, idOf: (item: T) => string): readonly T[] {
  return items.slice(items.findIndex((item) => idOf(item) === after) + 1);
}

/** The one that filled the limit, after which nothing more is asked for; undefined when there is room left. */
async function take<T>(
  from: AsyncIterable<T> | Iterable<T>,
  limit: number,
  into: T[],
): Promise<T | undefined> {
  for await (const item of from) {
    into.push(item);
    if (into.length === limit) return item;
  }
  return undefined;
}
