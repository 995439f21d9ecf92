import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { PagePlace, readStablePage } from '../../tracker/stable-pages.ts';
import type { Answered, Query } from './client.ts';

/** Where a list was left. */
export const Place = z.union([z.object({ cursor: z.string().min(1).max(2_000) }), PagePlace]);
export type Place = z.infer<typeof Place>;

export interface Stretch<Item> {
  readonly items: readonly Item[];
  readonly next: Place | null;
  /** When it was asked for, by the server's clock. */
  readonly date: string | null;
}

/**
 * The next page of a list. Lists of issues go on by a place in their order (keyset), which edits elsewhere do not shift, since
 * GitLab 18.3; older servers pass over that we ask for it, and count pages. Those shift when something leaves the list, so
 * then the page before is read again. The links in the answer tell which it is.
 */
export async function readOn<Item>(
  place: Place | null,
  read: (query: Query) => Promise<Answered<readonly Item[]>>,
  idOf: (item: Item) => number,
): Promise<Stretch<Item>> {
  if (place !== null && 'page' in place) return readStablePage(place, countedPages(read), idOf);
  const position = place === null ? {} : { cursor: place.cursor };
  const { data, next, date } = await read({ pagination: 'keyset', ...position });
  if (next === null || 'cursor' in next) return { items: data, next, date };
  if (place === null) return { items: data, next: { page: 1, seen: data.map(idOf) }, date };
  throw new FixpointError(
    'FORGE_REFUSED',
    'GitLab counts pages where it gave a cursor; read from the start.',
  );
}

function countedPages<Item>(read: (query: Query) => Promise<Answered<readonly Item[]>>) {
  return async (page: number) => {
    const { data, next, date } = await read({ page });
    return { data, hasNext: next !== null, date };
  };
}

/** For lists that have no other way; as `readOn`. */
export function readCounted<Item>(
  place: PagePlace | null,
  read: (query: Query) => Promise<Answered<readonly Item[]>>,
  idOf: (item: Item) => number,
): Promise<Stretch<Item> & { readonly next: PagePlace | null }> {
  return readStablePage(place, countedPages(read), idOf);
}
