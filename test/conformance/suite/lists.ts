import { SORT_FIELDS, type Sort } from '@fixpoint/issue-core/backend/port.ts';
import { type Issue, PRIORITIES } from '@fixpoint/issue-core/model/issue.ts';
import { compareIssues } from '@fixpoint/issue-core/query/sort.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { has } from './expecting.ts';
import { allIssues, EVERYTHING, makeMany } from './reading.ts';
import type { Subject } from './subject.ts';

const SORTS = SORT_FIELDS.flatMap((field) =>
  [true, false].map((descending): Sort => ({ field, descending })),
);

export function lists(subject: Subject): void {
  const made: Issue[] = [];

  beforeAll(async () => {
    const { backend } = subject.now();
    const hasPriority = has(subject.capabilities, 'priority');
    const issues = await makeMany(subject.crowd.issues, (index) =>
      backend.createIssue({
        title: `issue ${index}`,
        ...(hasPriority && index % 7 === 0
          ? { priority: PRIORITIES[index % PRIORITIES.length] ?? null }
          : {}),
        ...(index % 5 === 0 ? { state: 'closed' } : {}),
      }),
    );
    made.push(...issues);
  }, 300_000);

  describe.each(SORTS)('by $field, descending: $descending', (sort) => {
    test('every issue is there once, in order, on pages that are no bigger than asked', async () => {
      const { backend } = subject.now();
      const pages: (readonly Issue[])[] = [];
      for (let cursor: string | null = null, next = true; next; ) {
        const page = await backend.listIssues({ query: EVERYTHING, sort, pageSize: 30, cursor });
        pages.push(page.items);
        expect([null, made.length]).toContain(page.total);
        cursor = page.next;
        next = cursor !== null;
      }

      const listed = pages.flat();

      expect(listed.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
        made.map(({ number }) => number).toSorted((a, b) => a - b),
      );
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(30);
      const inOrder = listed.toSorted(compareIssues(sort));
      expect(listed.map(({ number }) => number)).toEqual(inOrder.map(({ number }) => number));
    });
  });

  test('a page of one is a page', async () => {
    const { backend } = subject.now();
    const sort: Sort = { field: 'number', descending: true };

    const first = await backend.listIssues({ query: EVERYTHING, sort, pageSize: 1, cursor: null });
    const second = await backend.listIssues({ query: EVERYTHING, sort, pageSize: 1, cursor: first.next });

    const [last, beforeLast] = made.map(({ number }) => number).toSorted((a, b) => b - a);
    expect(first.items.map(({ number }) => number)).toEqual([last]);
    expect(second.items.map(({ number }) => number)).toEqual([beforeLast]);
  });

  // Last, because it changes what the others count.
  test.each(SORTS)(
    'by $field, descending: $descending: what stays is not lost while others come and go',
    async (sort) => {
      const { backend } = subject.now();
      const query = { kind: 'not-closed' } as const;
      const open = (await allIssues(backend, { query })).filter(({ state }) => state !== 'closed');
      const closing = open.filter((_, index) => index % 9 === 4).slice(0, 4);
      const staying = open.filter((issue) => !closing.includes(issue)).map(({ number }) => number);
      const seen = new Set<number>();

      for (let cursor: string | null = null, next = true; next; ) {
        const page = await backend.listIssues({ query, sort, pageSize: 20, cursor });
        for (const { number } of page.items) seen.add(number);
        cursor = page.next;
        next = cursor !== null;
        const gone = closing.pop();
        if (next && gone) await subject.other().updateIssue(gone.number, { state: 'closed' });
        if (next && gone) await subject.other().createIssue({ title: 'came meanwhile' });
      }

      expect(staying.filter((number) => !seen.has(number))).toEqual([]);
    },
  );
}
