import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { IssueBackend, ListRequest } from '../backend/port.ts';
import { openTemporary } from '../coordination/testing/open-temporary.ts';
import { openLocalBackend } from '../local/open-local-backend.ts';
import { createTracker } from './tracker.ts';

const ISSUES = 150;
const isClaimed = (it: number) => it % 3 === 0;

/** Every third issue is held, by two agents in turn; the backend tells what it was asked for. */
async function openHeldStore() {
  const { coordination } = openTemporary();
  const local = openLocalBackend({ path: ':memory:', login: 'ann' });
  onTestFinished(() => local.close());
  const lists: ListRequest[] = [];
  const backend: IssueBackend = {
    ...local,
    listIssues(request) {
      lists.push(request);
      return local.listIssues(request);
    },
  };
  const as = (agent: string) =>
    createTracker({ backendName: 'local', backend, coordination, identity: { agent } });
  for (let number = 1; number <= ISSUES; number += 1) {
    await local.createIssue({ title: `Issue ${number}`, priority: number % 2 === 0 ? 'high' : 'low' });
    if (isClaimed(number)) await as(number % 2 === 0 ? 'coder' : 'tester').claim(number);
  }
  lists.length = 0;
  return { ann: as('ann'), local, lists };
}

it('finds what is held and what is not, over pages of any size and in any order', async () => {
  const { ann } = await openHeldStore();
  const wanted: Readonly<Record<string, (number: number) => boolean>> = {
    'is:claimed': isClaimed,
    'claimed-by:coder': (it) => isClaimed(it) && it % 2 === 0,
    'claimed-by:CODER is:claimed priority:low': () => false,
    'is:claimed priority:low': (it) => isClaimed(it) && it % 2 === 1,
    'claimed-by:coder OR priority:low': (it) => it % 2 === 1 || isClaimed(it),
    '-is:claimed': (it) => !isClaimed(it),
    'is:ready priority:high': (it) => !isClaimed(it) && it % 2 === 0,
  };
  const any = fc.record({
    query: fc.constantFrom(...Object.keys(wanted)),
    limit: fc.integer({ min: 1, max: ISSUES }),
    descending: fc.boolean(),
  });

  await fc.assert(
    fc.asyncProperty(any, async ({ query, limit, descending }) => {
      const seen: number[] = [];
      let cursor: string | null = null;
      do {
        const page = await ann.list({ query, limit, cursor, sort: { field: 'number', descending } });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items.map(({ number }) => number));
        cursor = page.next;
      } while (cursor !== null);

      const all = Array.from({ length: ISSUES }, (_, index) => index + 1).filter((it) => wanted[query]?.(it));
      expect(seen).toEqual(descending ? all.toReversed() : all);
    }),
    { numRuns: 60 },
  );
}, 30_000);

it('reads held issues singly, without going through the list for them', async () => {
  const { ann, local, lists } = await openHeldStore();
  await local.deleteIssue(6);

  const { items } = await ann.list({ query: 'claimed-by:coder', limit: 3 });

  expect(items.map(({ number }) => number)).toEqual([150, 144, 138]);
  expect((await ann.list({ query: 'claimed-by:coder', limit: 100 })).items.length).toBe(24);
  expect(lists).toEqual([]);
});

it('reaches beyond what is held with one page', async () => {
  const { ann, lists } = await openHeldStore();

  const ready = await ann.ready({ limit: 3 });

  expect(ready.map(({ issue }) => issue.number)).toEqual([2, 4, 8]);
  expect(lists.length).toBe(1);
});
