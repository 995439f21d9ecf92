import type { Json } from './contract/json-schema.ts';
import type { Exchange, Reply } from './exchange.ts';

const DEFAULT_PAGE_SIZE = 30;
const MAX_PAGE_SIZE = 100;

/** The page that is asked for, with links to the others. */
export function pageOf<Item>(
  exchange: Exchange,
  items: readonly Item[],
  render: (item: Item) => Json,
): Reply {
  const size = Math.min(numberOf(exchange, 'per_page') ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const page = numberOf(exchange, 'page') ?? 1;
  const last = Math.max(Math.ceil(items.length / size), 1);
  const relations = [
    ...(page > 1 ? [['prev', Math.min(page - 1, last)] as const] : []),
    ...(page < last
      ? ([
          ['next', page + 1],
          ['last', last],
        ] as const)
      : []),
    ...(page > 1 ? [['first', 1] as const] : []),
  ];
  const link = relations.map(([name, to]) => `<${addressOf(exchange, to)}>; rel="${name}"`).join(', ');
  return {
    status: 200,
    body: items.slice((page - 1) * size, page * size).map(render),
    ...(link === '' ? {} : { headers: { link } }),
  };
}

function addressOf({ address, query }: Exchange, page: number): string {
  const asked = new URLSearchParams(query);
  asked.set('page', String(page));
  return `${address}?${asked}`;
}

function numberOf({ query }: Exchange, name: string): number | null {
  const value = Number(query.get(name) ?? 0);
  return Number.isInteger(value) && value > 0 ? value : null;
}
