import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';

/** The most items that GitHub and GitLab give on a page. */
export const MAX_PAGE_SIZE = 100;

export interface NumberedPage<Item> {
  readonly data: readonly Item[];
  readonly hasNext: boolean;
  /** When it was answered, by the server's clock. */
  readonly date: string | null;
}

/** Where a list was left: the page that was read last, and what was on it. */
export const PagePlace = z.object({
  page: z.number().int().positive(),
  seen: z.array(z.number().int().positive()).max(MAX_PAGE_SIZE),
});
export type PagePlace = z.infer<typeof PagePlace>;

export interface StablePage<Item> {
  readonly items: readonly Item[];
  readonly next: PagePlace | null;
  /** When the first of its requests was answered, by the server's clock. */
  readonly date: string | null;
}

/**
 * The next page of a list whose pages shift. The tracker counts pages from the start, so what leaves a page that was read (an
 * issue is closed, or deleted) moves an item of the next page onto it, where nobody would see it. After the next page, the
 * one before is therefore read once more, in this order, and what is new on it comes first. It costs a request, which is
 * free when an ETag shows that nothing moved. Some items may come twice; one is missed only if something leaves and
 * something else joins in the moment between the two requests.
 */
export async function readStablePage<Item>(
  place: PagePlace | null,
  read: (page: number) => Promise<NumberedPage<Item>>,
  idOf: (item: Item) => number,
): Promise<StablePage<Item>> {
  if (place === null) {
    const { data, hasNext, date } = await read(1);
    return { items: data, next: hasNext ? { page: 1, seen: data.map(idOf) } : null, date };
  }
  const following = await read(place.page + 1);
  const before = await readBefore(place, read, idOf);
  const isNew = (item: Item) => !place.seen.includes(idOf(item));
  const shifted = before.items.filter(isNew);
  if (shifted.length > 0 || before.page < place.page) {
    return {
      items: shifted,
      next: { page: before.page, seen: before.items.map(idOf) },
      date: following.date,
    };
  }
  const next = following.hasNext ? { page: place.page + 1, seen: following.data.map(idOf) } : null;
  return { items: following.data.filter(isNew), next, date: following.date };
}

/** The page as it is now; when nothing of it is left there, one before it, onto which it must have moved. */
async function readBefore<Item>(
  { page, seen }: PagePlace,
  read: (page: number) => Promise<NumberedPage<Item>>,
  idOf: (item: Item) => number,
): Promise<{ readonly page: number; readonly items: readonly Item[] }> {
  for (let at = page; ; at -= 1) {
    const { data } = await read(at);
    if (at === 1 || data.some((item) => seen.includes(idOf(item)))) return { page: at, items: data };
  }
}

export function formatPlace({ page, seen }: PagePlace): string {
  return `${page}:${seen.join(',')}`;
}

/** @throws FixpointError INVALID_INPUT for a text that is no place */
export function parsePlace(text: string): PagePlace {
  const [page, seen = ''] = text.split(':');
  const parsed = PagePlace.safeParse({
    page: Number(page),
    seen: seen === '' ? [] : seen.split(',').map(Number),
  });
  if (parsed.success) return parsed.data;
  throw new FixpointError('INVALID_INPUT', 'cursor: it is not one of this list.');
}
