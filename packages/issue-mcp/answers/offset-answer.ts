import { LIST_BYTES } from './budget.ts';
import { jsonBytes } from './clip.ts';

/**
 * What fits into an answer of a list that the tracker gives as a whole; it goes on with `next` as the offset. At least one,
 * unless nothing is left. No more are looked at than fit.
 */
export function offsetAnswer<T, A>(all: readonly T[], offset: number, show: (item: T) => A) {
  const items: A[] = [];
  let bytes = 2;
  for (const item of all.slice(offset)) {
    const shown = show(item);
    bytes += jsonBytes(shown) + 1;
    if (bytes > LIST_BYTES && items.length > 0) break;
    items.push(shown);
  }
  const end = offset + items.length;
  const next = end < all.length ? end : null;
  return { items, next, total: all.length, ...(next === null ? {} : { truncated: true }) };
}
