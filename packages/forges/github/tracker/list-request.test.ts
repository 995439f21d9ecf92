import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listStep } from './list-request.ts';

const SORT = { field: 'number', descending: true } as const;

function parametersFor(query: Query) {
  return listStep({ query, sort: SORT, pageSize: 30, cursor: null }).parameters;
}

test('GitHub is asked for what it compares as we do', () => {
  const parameters = parametersFor({
    kind: 'and',
    parts: [
      { kind: 'state', state: 'in_progress' },
      { kind: 'label', name: 'Needs Review' },
      { kind: 'label', name: 'area/ui' },
      { kind: 'assignee', login: 'octocat' },
      { kind: 'author', login: 'fixpoint[bot]' },
      { kind: 'time', field: 'updated', range: { from: '2026-01-31T12:00:00.900Z', before: null } },
    ],
  });

  expect(parameters).toEqual({
    ...{ state: 'open', labels: 'Needs Review,area/ui', assignee: 'octocat', creator: 'fixpoint[bot]' },
    ...{ since: '2026-01-31T12:00:00Z', sort: 'created', direction: 'desc', per_page: 30 },
  });
});

test.each<Query>([
  { kind: 'label', name: 'größe' },
  { kind: 'label', name: 'one, two' },
  { kind: 'label', name: 'x'.repeat(51) },
  { kind: 'label', name: 'priority:high' },
  { kind: 'assignee', login: '*' },
  { kind: 'assignee', login: 'a b' },
  { kind: 'author', login: 'a&state=closed' },
  { kind: 'not', part: { kind: 'label', name: 'bug' } },
  { kind: 'text', word: 'login', in: 'any' },
])('and not for what it reads otherwise: %j', (query) => {
  expect(parametersFor(query)).toEqual({
    ...{ state: 'all', sort: 'created', direction: 'desc', per_page: 30 },
  });
});

test('by priority, the list is read once for each and once for none', () => {
  const asked: (string | undefined)[] = [];
  const query: Query = { kind: 'label', name: 'bug' };
  let cursor: string | null = null;
  do {
    const sort = { field: 'priority', descending: false } as const;
    const step = listStep({ query, sort, pageSize: 1_000, cursor });
    asked.push(step.parameters.labels);
    expect(step.parameters.per_page).toBe(100);
    cursor = step.cursorAfter(null);
  } while (cursor !== null);

  expect(asked).toEqual([
    ...['bug,priority:critical', 'bug,priority:high', 'bug,priority:medium', 'bug,priority:low', 'bug'],
  ]);
});

test('a cursor that is none is refused, whatever it is', () => {
  const other = fc.string().filter((text) => !/^\d;/.test(text));
  const near = fc.constantFrom('9;', '0;x', '0;0:', 'page=2', '0;1:1e99', '0;1:2,-3', '0;1:2,,3');

  fc.assert(
    fc.property(fc.oneof(other, near), (cursor) => {
      expect(() => listStep({ query: { kind: 'everything' }, sort: SORT, pageSize: 10, cursor })).toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT' }),
      );
    }),
  );
});
