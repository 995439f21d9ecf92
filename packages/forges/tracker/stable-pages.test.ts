import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPlace, type PagePlace, parsePlace, readStablePage, type StablePage } from './stable-pages.ts';

/** A list that is counted from its start; `meanwhile` runs before each request. */
function listOf(items: readonly number[], size: number, meanwhile: () => void = () => undefined) {
  return async (page: number) => {
    meanwhile();
    const data = items.slice((page - 1) * size, page * size);
    return { data, hasNext: page * size < items.length, date: null, version: null };
  };
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Everything that was on a page. */
async function readAll(
  read: ReturnType<typeof listOf>,
  between: () => void = () => undefined,
): Promise<ReadonlySet<number>> {
  const seen = new Set<number>();
  let place: PagePlace | null = null;
  for (let pages = 0; pages < 2_000; pages += 1) {
    const page: StablePage<number> = await readStablePage(place, read, (item) => item);
    for (const item of page.items) seen.add(item);
    if (page.next === null) return seen;
    place = page.next;
    between();
  }
  throw new Error('it does not end');
}

const size = fc.integer({ min: 1, max: 9 });
const count = fc.integer({ min: 0, max: 60 });
const places = fc.array(fc.nat(200), { maxLength: 15 });

test('whatever stays in the list is read, whatever leaves and joins it between the pages', async () => {
  const deeds = fc.array(fc.record({ leaving: places, joining: places }));
  await fc.assert(
    fc.asyncProperty(size, count, deeds, async (pageSize, length, steps) => {
      const items = numbersTo(length);
      const waiting = [...steps];
      let fresh = 1_000;

      const seen = await readAll(listOf(items, pageSize), () => {
        const { leaving, joining } = waiting.shift() ?? { leaving: [], joining: [] };
        for (const place of leaving) items.splice(place % (items.length + 1), 1);
        for (const place of joining) items.splice(place % (items.length + 1), 0, fresh++);
      });

      expect(items.filter((item) => item <= length && !seen.has(item))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('whatever stays in the list is read, whatever leaves it between any two requests', async () => {
  await fc.assert(
    fc.asyncProperty(size, count, fc.array(fc.option(places)), async (pageSize, length, steps) => {
      const items = numbersTo(length);
      const waiting = [...steps];

      const seen = await readAll(
        listOf(items, pageSize, () => {
          for (const place of waiting.shift() ?? []) items.splice(place % (items.length + 1), 1);
        }),
      );

      expect(items.filter((item) => !seen.has(item))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a list at rest is read once through, in its order', async () => {
  const items = numbersTo(25);
  const read = listOf(items, 10);
  const pages: (readonly number[])[] = [];
  let place: PagePlace | null = null;
  do {
    const page: StablePage<number> = await readStablePage(place, read, (item) => item);
    pages.push(page.items);
    place = page.next && parsePlace(formatPlace(page.next));
  } while (place !== null);

  expect(pages).toEqual([items.slice(0, 10), items.slice(10, 20), items.slice(20)]);
});

test('texts that are no place are refused', () => {
  const other = fc.string().filter((text) => !/^\d+(:|$)/.test(text.trim()));
  const near = fc.constantFrom('0:', '1:x', '1:1.5', '-1:2', ':', '1:-2', `1:${'2,'.repeat(100)}2`);

  fc.assert(
    fc.property(fc.oneof(other, near), (text) => {
      expect(() => parsePlace(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    }),
  );
});
