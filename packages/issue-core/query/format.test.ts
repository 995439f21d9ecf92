import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyQuery } from '../testing/arbitraries.ts';
import { formatQuery } from './format.ts';
import { normalise } from './normalise.ts';
import { parseQuery } from './parse.ts';

const NOW = new Date('2026-03-31T12:34:56.789Z');

test.each([
  ['', ''],
  ['-is:issue', '-is:issue'],
  ['is:open AND label:"good first issue"', 'is:open label:"good first issue"'],
  ['a OR (b AND NOT c)', 'a OR b -c'],
  ['(a OR b) AND NOT (c d)', '(a OR b) -(c d)'],
  ['-has:label', 'no:label'],
  ['#12', 'number:12'],
  ['"#12"', '"#12"'],
  ['"and" "AND" "a:b" "-x" --x', 'and and "a:b" "-x" "--x"'],
  ['priority:>=high', 'priority:critical,high'],
  ['number:>3 comments:1..2', 'number:>=4 comments:1..2'],
  ['created:2026-01-31', 'created:2026-01-31'],
  ['created:2026-01-01..2026-01-31 closed:*..*', 'created:2026-01-01..2026-01-31 closed:*..*'],
  ['created:>-1d', 'created:>=2026-03-30T12:34:56.789Z'],
  ['created:>=2026-01-01 updated:<2026-02-01', 'created:>=2026-01-01 updated:<2026-02-01'],
  ['"say \\"hi\\""', '"say \\"hi\\""'],
])('%j is written %j', (text, formatted) => {
  expect(formatQuery(parseQuery(text, { now: NOW }))).toBe(formatted);
});

test('what is written is read as the same query', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      expect(parseQuery(formatQuery(query), { now: NOW })).toEqual(normalise(query));
    }),
    { numRuns: 3_000 },
  );
});
