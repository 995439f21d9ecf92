import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PageQuery, type Place, readOn, START } from './shifting-pages.ts';

/** A list on a server, which pages it like Gitea: by number, and never more than `cap` at once. */
function serverOf(list: readonly number[], cap: number, isCounted: boolean) {
  return async ({ page, limit }: PageQuery) => {
    const size = Math.min(limit, cap);
    const data = list.slice((page - 1) * size, page * size);
    return { data, total: isCounted ? list.length : null, serverTime: null };
  };
}

interface Edit {
  readonly kind: 'remove' | 'insert';
  /** As a part of the list, so that it fits whatever length that has. */
  readonly place: number;
}

const anyEdit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('remove', 'insert'),
  place: fc.double({ min: 0, max: 1, noNaN: true }),
});
const anyEdits = fc.array(anyEdit, { maxLength: 12 });

function edit(list: number[], { kind, place }: Edit, id: number): void {
  const index = Math.floor(place * list.length);
  if (kind === 'remove') list.splice(index, 1);
  else list.splice(index, 0, id);
}

async function readAll(
  list: number[],
  options: { readonly pageSize: number; readonly cap: number; readonly isCounted: boolean },
  edits: readonly (readonly Edit[])[] = [],
): Promise<{ readonly items: readonly number[]; readonly pages: number }> {
  const items: number[] = [];
  let nextId = 1_000_000;
  let place: Place | null = START;
  let pages = 0;
  for (; place && pages < 5_000; pages += 1) {
    const stretch: Awaited<ReturnType<typeof readOn<number>>> = await readOn(
      place,
      options.pageSize,
      serverOf(list, options.cap, options.isCounted),
      (id) => id,
    );
    expect(stretch.items.length).toBeLessThanOrEqual(options.pageSize);
    items.push(...stretch.items);
    place = stretch.next;
    for (const one of edits[pages] ?? []) edit(list, one, nextId++);
  }
  expect(place).toBeNull();
  return { items, pages };
}

const anyServer = fc.record({
  pageSize: fc.integer({ min: 1, max: 70 }),
  cap: fc.integer({ min: 16, max: 60 }),
  isCounted: fc.boolean(),
});
const anyCountingServer = fc.record({
  pageSize: fc.integer({ min: 1, max: 70 }),
  cap: fc.integer({ min: 1, max: 60 }),
  isCounted: fc.constant(true),
});
const idsTo = (length: number) => Array.from({ length }, (_, index) => index + 1);

describe('a list that is read on and on', () => {
  test('brings each item once, in order, while nothing moves', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 300 }),
        fc.oneof(anyServer, anyCountingServer),
        async (length, options) => {
          const { items } = await readAll(idsTo(length), options);

          expect(items).toEqual(idsTo(length));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('brings all that stays, whatever comes and goes between the pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 300 }),
        anyServer,
        fc.array(anyEdits, { maxLength: 40 }),
        async (length, options, edits) => {
          const list = idsTo(length);

          const { items } = await readAll(list, options, edits);

          const seen = new Set(items);
          expect(list.filter((id) => id <= length && !seen.has(id))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is not read twice for it: a thousand take few pages more than they must', async () => {
    const { pages } = await readAll(idsTo(1_000), { pageSize: 50, cap: 50, isCounted: true });

    expect(pages).toBeLessThanOrEqual(25);
  });

  test('would lose items if it went from page to page', async () => {
    const list = idsTo(100);
    const first = list.slice(0, 50);
    list.splice(10, 1);
    const second = list.slice(50, 100);

    expect(new Set([...first, ...second]).has(51)).toBe(false);
  });
});
