import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Page } from '@fixpoint/issue-core/backend/port.ts';
import type { Answered } from './client.ts';

/** A bound against servers that never run out of pages: 10,000 items. */
const MAX_PAGES = 100;

export type ReadPage<Item> = (page: number) => Promise<Answered<readonly Item[]>>;

/**
 * The page of a cursor, which is its number; null is the first.
 *
 * @throws FixpointError INVALID_INPUT for a cursor that is none
 */
export async function readPageAt<Raw, Item>(
  cursor: string | null,
  read: ReadPage<Raw>,
  convert: (raw: Raw) => Item,
): Promise<Page<Item>> {
  const page = pageNumber(cursor ?? '1');
  const { data, hasNext } = await read(page);
  return { items: data.map(convert), next: hasNext ? String(page + 1) : null, total: null };
}

export function pageNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new FixpointError('INVALID_INPUT', 'cursor: it is not one of this list.');
}

/** The first item that is wanted, over at most 100 pages; null when there is none. */
export async function findInPages<Item>(
  read: ReadPage<Item>,
  isWanted: (item: Item) => boolean,
): Promise<Item | null> {
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { data, hasNext } = await read(page);
    const found = data.find(isWanted);
    if (found !== undefined) return found;
    if (!hasNext) return null;
  }
  return null;
}

/** All items, over at most 100 pages. */
export async function listPages<Item>(read: ReadPage<Item>): Promise<readonly Item[]> {
  const items: Item[] = [];
  await findInPages(read, (item) => {
    items.push(item);
    return false;
  });
  return items;
}
