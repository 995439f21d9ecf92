const PAGE_SIZE = 50;
/** A bound against servers that never run out of pages. */
const MAX_PAGES = 40;

/** All items of a paged list, or those of its first 40 pages of 50. */
export async function listPages<Item>(
  readPage: (query: { readonly page: number; readonly limit: number }) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const found = await readPage({ page, limit: PAGE_SIZE });
    items.push(...found);
    // The server may allow less than we ask for, so only an empty page is surely the last.
    if (found.length === 0) break;
  }
  return items;
}
