import type { Exchange, Reply } from './exchange.ts';
import { isObject, type Json } from './json.ts';
import { numberOf, textOf } from './parameters.ts';
import { badParameter } from './refusal.ts';

const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;
/** Beyond, GitLab does not count (docs.gitlab.com/api/rest, "Pagination"). */
const MAX_COUNTED = 10_000;

export interface Order<Item> {
  readonly descending: boolean;
  readonly keyOf: (item: Item) => string;
  readonly idOf: (item: Item) => number;
}

/** The page that is asked for by its number, with links to the others. */
export function pageOf<Item>(
  exchange: Exchange,
  items: readonly Item[],
  render: (item: Item) => Json,
): Reply {
  const size = sizeOf(exchange);
  const page = Math.max(1, numberOf(exchange.parameters, 'page') ?? 1);
  const last = Math.max(Math.ceil(items.length / size), 1);
  const isCounted = items.length <= MAX_COUNTED;
  const links = [
    ...(page > 1 ? [linkTo(exchange, 'prev', { page: page - 1, per_page: size })] : []),
    ...(page < last ? [linkTo(exchange, 'next', { page: page + 1, per_page: size })] : []),
    linkTo(exchange, 'first', { page: 1, per_page: size }),
    ...(isCounted ? [linkTo(exchange, 'last', { page: last, per_page: size })] : []),
  ];
  return {
    status: 200,
    body: items.slice((page - 1) * size, page * size).map(render),
    headers: {
      ...{ link: links.join(', '), 'x-page': String(page), 'x-per-page': String(size) },
      ...{
        'x-next-page': page < last ? String(page + 1) : '',
        'x-prev-page': page > 1 ? String(page - 1) : '',
      },
      ...(isCounted ? { 'x-total': String(items.length), 'x-total-pages': String(last) } : {}),
    },
  };
}

/** The page that follows upon a place in the order, with a link to the next one only, and no count. */
export function keysetPageOf<Item>(
  exchange: Exchange,
  items: readonly Item[],
  order: Order<Item>,
  render: (item: Item) => Json,
): Reply {
  const cursor = textOf(exchange.parameters, 'cursor');
  const place = cursor === null ? null : decodeCursor(cursor);
  const following = place === null ? items : items.filter((item) => comesAfter(place, item, order));
  const page = following.slice(0, sizeOf(exchange));
  const last = page.at(-1);
  if (last === undefined || page.length === following.length) return { status: 200, body: page.map(render) };
  const next = encodeCursor({ key: order.keyOf(last), id: order.idOf(last) });
  return {
    status: 200,
    body: page.map(render),
    headers: { link: linkTo(exchange, 'next', { cursor: next }) },
  };
}

interface Cursor {
  readonly key: string;
  readonly id: number;
}

/** Those of one moment go by id, backwards in either direction (`with_order_id_desc` of GitLab's `Sortable`). */
export function inOrder<Item>(
  items: readonly Item[],
  { descending, keyOf, idOf }: Order<Item>,
): readonly Item[] {
  const sign = descending ? -1 : 1;
  return items.toSorted((a, b) => sign * compare(keyOf(a), keyOf(b)) || idOf(b) - idOf(a));
}

function comesAfter<Item>(place: Cursor, item: Item, { descending, keyOf, idOf }: Order<Item>): boolean {
  const sign = descending ? -1 : 1;
  const difference = sign * compare(keyOf(item), place.key);
  return difference > 0 || (difference === 0 && idOf(item) < place.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function decodeCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (isObject(value) && typeof value.key === 'string' && typeof value.id === 'number') {
      return { key: value.key, id: value.id };
    }
  } catch {
    // Refused below, like whatever else is none.
  }
  throw badParameter('cursor is invalid');
}

function sizeOf({ parameters }: Exchange): number {
  return Math.min(Math.max(1, numberOf(parameters, 'per_page') ?? DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE);
}

function linkTo(
  { address, query }: Exchange,
  relation: string,
  changed: Readonly<Record<string, string | number>>,
): string {
  const asked = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changed)) asked.set(name, String(value));
  return `<${address}?${asked}>; rel="${relation}"`;
}
