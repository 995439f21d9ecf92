import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseQuery } from './parse.ts';
import { QUALIFIER_NAMES } from './qualifiers.ts';

const OPTIONS = { now: new Date('2026-03-31T12:00:00.000Z'), me: 'ann' };
const document = readFileSync(new URL('../../../docs/query-language.md', import.meta.url), 'utf8');

const [, firstBlock = '', errorBlock = ''] = document
  .split(/^```\n?/m)
  .filter((_, index) => index === 0 || index % 2 === 1);

/** The first block's lines, and the code in the second column of the table of qualifiers. */
function examples(): readonly string[] {
  const table = document.split('## Qualifiers')[1]?.split('\n## ')[0] ?? '';
  const cells = table.split('\n').flatMap((line) => line.split('|')[2] ?? []);
  const shown = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));
  return [...firstBlock.trim().split('\n'), ...shown];
}

test('the document has an example of every qualifier', () => {
  const shown = examples().join(' ');

  expect(QUALIFIER_NAMES.filter((name) => !shown.includes(`${name}:`))).toEqual([]);
});

test.each(examples())('its example %s is read', (example) => {
  expect(parseQuery(example, OPTIONS)).not.toEqual({ kind: 'everything' });
});

test.each(['2026-01-31', '2026-01-31T10:00', 'today', ...'-90min -6h -7d -2w -1mo -1y'.split(' ')])(
  'its time %s is read',
  (time) => {
    expect(document).toContain(time);
    expect(parseQuery(`created:${time}`, OPTIONS)).toMatchObject({ kind: 'time', field: 'created' });
  },
);

test('its wrong query is refused as it says', () => {
  const wrong = errorBlock.split('\n')[1]?.trim() ?? '';

  expect(() => parseQuery(wrong, OPTIONS)).toThrow(errorBlock.trimEnd());
});
