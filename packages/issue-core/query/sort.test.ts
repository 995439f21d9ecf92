import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SORT_FIELDS } from '../backend/port.ts';
import type { Issue, Priority } from '../model/issue.ts';
import { anyIssues } from '../testing/arbitraries.ts';
import { compareIssues } from './sort.ts';

const anySort = fc.record({ field: fc.constantFrom(...SORT_FIELDS), descending: fc.boolean() });

function issue(number: number, change: Partial<Issue> = {}): Issue {
  return {
    id: `${number}`,
    number,
    title: 'x',
    body: '',
    state: 'open',
    closeReason: null,
    type: null,
    priority: null,
    labels: [],
    assignees: [],
    milestone: null,
    parent: null,
    author: null,
    commentCount: 0,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    closedAt: null,
    url: null,
    ...change,
  };
}

function numbers(issues: readonly Issue[]): number[] {
  return issues.map(({ number }) => number);
}

test('priority goes from critical to low, ties by number, and none comes last in both directions', () => {
  const priorities: (Priority | null)[] = ['low', null, 'critical', 'high', 'critical', 'medium', null];
  const issues = priorities.map((priority, index) => issue(index + 1, { priority }));

  const ascending = issues.toSorted(compareIssues({ field: 'priority', descending: false }));
  const descending = issues.toSorted(compareIssues({ field: 'priority', descending: true }));

  expect(numbers(ascending)).toEqual([3, 5, 4, 6, 1, 2, 7]);
  expect(numbers(descending)).toEqual([1, 6, 4, 5, 3, 7, 2]);
});

test('times are compared as instants, however they are written', () => {
  const issues = [
    issue(1, { updatedAt: '2026-01-01T00:00:00Z' }),
    issue(2, { updatedAt: '2026-01-01T00:00:00.500Z' }),
    issue(3, { updatedAt: '2026-01-01T00:00:01Z' }),
    issue(4, { updatedAt: '2026-01-01T00:00:00.000Z' }),
  ];

  expect(numbers(issues.toSorted(compareIssues({ field: 'updated', descending: false })))).toEqual([
    1, 4, 2, 3,
  ]);
});

test('it is one order: lists merged by it are the sorted whole', () => {
  fc.assert(
    fc.property(anyIssues, anySort, (issues, sort) => {
      const compare = compareIssues(sort);
      const sorted = issues.toSorted(compare);

      expect(issues.toReversed().toSorted(compare)).toEqual(sorted);
      for (const [index, before] of sorted.entries()) {
        for (const after of sorted.slice(index + 1)) {
          expect(compare(before, after)).toBeLessThan(0);
          expect(compare(after, before)).toBeGreaterThan(0);
        }
      }
    }),
  );
});
