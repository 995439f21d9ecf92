import type { Answered } from '../client.ts';

const PAGE_SIZE = 50;
/** A bound against servers that never run out of pages: 2,000 labels, milestones or links are read. */
const MAX_PAGES = 40;

/** All items of a short list. */
export async function allPages<Item>(
  readPage: (query: { readonly page: number; readonly limit: number }) => Promise<Answered<readonly Item[]>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { data, total } = await readPage({ page, limit: PAGE_SIZE });
    items.push(...data);
    // The server may allow less than we ask for, so without a total only an empty page is surely the last.
    if (data.length === 0 || (total !== null && items.length >= total)) break;
  }
  return items;
}
