import { expect, test } from 'vitest';
import type { Query } from '../query/ast.ts';
import { compileQuery } from './compile-query.ts';
import { listAll, openTestStore } from './testing/test-store.ts';

const SORT = { field: 'number', descending: false } as const;

async function found(text: string, query: Query): Promise<boolean> {
  const backend = openTestStore();
  await backend.createIssue({ title: 'one', body: text });
  const { issues } = await listAll(backend, { query, sort: SORT, pageSize: 10 });
  await backend.close();
  return issues.length === 1;
}

function word(text: string): Query {
  return { kind: 'text', word: text, in: 'body' };
}

test('values never stand in the text of the statement', () => {
  const hostile = "x' OR '1'='1";
  const query: Query = {
    kind: 'or',
    parts: [
      { kind: 'label', name: hostile },
      { kind: 'assignee', login: hostile },
      { kind: 'type', type: hostile },
      { kind: 'milestone', title: hostile },
      { kind: 'not', part: { kind: 'text', word: hostile, in: 'any' } },
    ],
  };

  const { sql, params } = compileQuery(query);

  expect(sql).not.toContain("'1'='1");
  expect(params).toHaveLength(5);
});

test('a word of any length and with any quotes is found, and its like is not', async () => {
  const long = `${'very "long" '.repeat(20)}end`;
  const otherwise = `${'very "long" '.repeat(20)}And`;

  expect(await found(`so ${long}.`, word(long))).toBe(true);
  expect(await found(`so ${otherwise}.`, word(long))).toBe(false);
  expect(await found(`so ${otherwise}.`, { kind: 'not', part: word(long) })).toBe(true);
  expect(await found('a "b" c', word('"b"'))).toBe(true);
  expect(await found('a b c', word('"b"'))).toBe(false);
});

test('words of operators and columns of the search index are only words', async () => {
  expect(await found('cats', word('cats OR dogs'))).toBe(false);
  expect(await found('title : cats', word('title : cats'))).toBe(true);
  expect(await found('cats', word('cat*'))).toBe(false);
  expect(await found('cats', word('NEAR(cats)'))).toBe(false);
});

test('half a character may be half of one in the text: the issue is found either way', async () => {
  const half = word('\ud83d');

  expect(await found('a 😀', half)).toBe(true);
  expect(await found('a 😀', { kind: 'not', part: half })).toBe(true);
  expect(await found('a', { kind: 'label', name: '\ud83d' })).toBe(false);
});

test('NUL is in no text', async () => {
  expect(await found('a\0bcd', word('abcd'))).toBe(true);
  expect(await found('a\0bcd', word('a\0bcd'))).toBe(false);
  expect(await found('abcd', word('\0\0\0'))).toBe(false);
});

test('what the store does not know is found, under NOT, too, and not counted', async () => {
  const backend = openTestStore();
  await backend.createIssue({ title: 'open' });
  await backend.createIssue({ title: 'closed', state: 'closed' });
  const list = (query: Query) => listAll(backend, { query, sort: SORT, pageSize: 10 });

  const claimed = await list({ kind: 'is', what: 'claimed' });
  const notClaimed = await list({ kind: 'not', part: { kind: 'claimed-by', agent: 'coder' } });
  const ready = await list({ kind: 'is', what: 'ready' });
  const notReady = await list({ kind: 'not', part: { kind: 'is', what: 'ready' } });

  expect(claimed.issues).toHaveLength(2);
  expect(notClaimed.issues).toHaveLength(2);
  expect(ready.issues.map(({ title }) => title)).toEqual(['open']);
  expect(notReady.issues).toHaveLength(2);
  for (const { totals } of [claimed, notClaimed, ready, notReady]) expect(totals).toEqual(new Set([null]));
  await backend.close();
});

test('bounds that are no numbers or times hold nothing, and everything under NOT', async () => {
  const never: readonly Query[] = [
    { kind: 'number', range: { from: Number.NaN, to: null } },
    { kind: 'number', range: { from: Number.NaN, to: Number.NaN } },
    { kind: 'time', field: 'created', range: { from: 'yesterday?', before: null } },
    { kind: 'parent', number: Number.NaN },
    { kind: 'blocks', number: Number.NaN },
  ];

  for (const query of never) {
    expect(await found('x', query)).toBe(false);
    expect(await found('x', { kind: 'not', part: query })).toBe(true);
  }
});

test('a query that is too long for SQLite is refused as a query', async () => {
  const backend = openTestStore();
  const parts = Array.from({ length: 498 }, (_, at): Query => ({ kind: 'label', name: `l${at}` }));
  const request = { sort: SORT, pageSize: 10, cursor: null };

  for (const kind of ['and', 'or'] as const) {
    expect((await backend.listIssues({ ...request, query: { kind, parts } })).total).toBe(0);
    const tooLong = backend.listIssues({ ...request, query: { kind, parts: [...parts, ...parts] } });
    await expect(tooLong).rejects.toMatchObject({ code: 'QUERY_INVALID' });
  }
  await backend.close();
});
