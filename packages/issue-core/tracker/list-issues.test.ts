import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Issue } from '../model/issue.ts';
import { openTrackers } from './testing/open-trackers.ts';

const numbersOf = (items: readonly Issue[]) => items.map(({ number }) => number);

async function withFifty() {
  const trackers = openTrackers();
  const ann = trackers.as('ann');
  for (let i = 1; i <= 50; i += 1) {
    await ann.create({ title: `Issue ${i}`, labels: i % 5 === 0 ? ['five'] : [] });
    if (i % 3 === 0) await trackers.as('coder').claim(i);
    if (i % 7 === 0) await ann.link(i, { kind: 'blocked_by', number: 1 });
  }
  return trackers;
}

it('gives every issue that fits once over all pages, whatever the query, order and limit', async () => {
  const { as } = await withFifty();
  const ann = as('ann');
  const wanted: Record<string, (number: number) => boolean> = {
    '': () => true,
    'label:five': (it) => it % 5 === 0,
    'is:claimed': (it) => it % 3 === 0,
    'claimed-by:coder -label:five': (it) => it % 3 === 0 && it % 5 !== 0,
    'is:blocked': (it) => it % 7 === 0,
    'is:ready label:five': (it) => it % 3 !== 0 && it % 5 === 0 && it % 7 !== 0,
    'blocked-by:1 is:claimed': (it) => it % 21 === 0,
    'blocks:7': (it) => it === 1,
    'label:none': () => false,
  };
  const any = fc.record({
    query: fc.constantFrom(...Object.keys(wanted)),
    limit: fc.integer({ min: 1, max: 60 }),
    descending: fc.boolean(),
  });

  await fc.assert(
    fc.asyncProperty(any, async ({ query, limit, descending }) => {
      const seen: number[] = [];
      let cursor: string | null = null;
      do {
        const page = await ann.list({ query, limit, cursor, sort: { field: 'number', descending } });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...numbersOf(page.items));
        cursor = page.next;
      } while (cursor !== null);

      const all = Array.from({ length: 50 }, (_, i) => i + 1).filter((it) => wanted[query]?.(it));
      expect(seen).toEqual(descending ? all.toReversed() : all);
    }),
    { numRuns: 60 },
  );
}, 30_000);

it('gives the newest thirty when nothing is asked for', async () => {
  const { as } = await withFifty();

  const page = await as('ann').list();

  expect(numbersOf(page.items)).toEqual(Array.from({ length: 30 }, (_, i) => 50 - i));
});

it('says how many there are when that is known, and nothing when it is not', async () => {
  const { as } = await withFifty();
  const ann = as('ann');
  const totals = [];
  for (const [query, limit] of [
    ['', 10],
    ['is:open', 10],
    ['is:claimed', 5],
    ['is:claimed', 60],
  ] as const) {
    totals.push((await ann.list({ query, limit })).total);
  }

  expect(totals).toEqual([50, 50, null, 16]);
});

it('asks for the links of no more issues than it needs', async () => {
  const { as, requests } = await withFifty();
  requests.length = 0;

  await as('ann').list({ query: 'is:ready', limit: 2 });

  expect(requests.filter((method) => method === 'listLinks').length).toBeLessThanOrEqual(6);
});

it('hides no issue when the one that ended a page is gone', async () => {
  const { as } = await withFifty();
  const ann = as('ann');
  const first = await ann.list({ limit: 5 });
  await ann.delete(46);

  const second = await ann.list({ limit: 60, cursor: first.next });

  const seen = new Set(numbersOf([...first.items, ...second.items]));
  expect(seen.size).toBe(50);
});

it.each([
  ['a limit of 0', { limit: 0 }],
  ['a limit of 10,001', { limit: 10_001 }],
  ['a limit that is no number', { limit: Number.NaN }],
  ['a cursor of somebody else', { cursor: 'eyJwYWdlIjoxfQ' }],
  ['a cursor that is no JSON', { cursor: '%%%' }],
])('refuses %s', async (_, options) => {
  const { as } = openTrackers();

  await expect(as('ann').list(options)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

it('reads @me as the one who asks', async () => {
  const { as } = openTrackers();
  await as('ann').create({ title: 'One', assignees: ['ann'] });
  await as('ann').create({ title: 'Two', assignees: ['bob'] });
  await as('bob').claim(1);

  expect(numbersOf((await as('ann').list({ query: 'assignee:@me' })).items)).toEqual([1]);
  expect(numbersOf((await as('bob').list({ query: 'claimed-by:@me' })).items)).toEqual([1]);
});
