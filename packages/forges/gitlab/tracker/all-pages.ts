import { MAX_PAGE_SIZE } from '../../tracker/stable-pages.ts';
import type { Answered, Query } from './client.ts';

/** A bound against servers that never run out of pages: 5,000 labels or milestones are read. */
const MAX_PAGES = 50;

/** All items of a short list. */
export async function allPages<Item>(
  readPage: (query: Query) => Promise<Answered<readonly Item[]>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let query: Query = { per_page: MAX_PAGE_SIZE };
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const { data, next } = await readPage(query);
    items.push(...data);
    if (!next) break;
    query = { per_page: MAX_PAGE_SIZE, ...next };
  }
  return items;
}
