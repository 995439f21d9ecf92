import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { capabilityColumns, capabilityRows, tableIn } from './capability-table.ts';

const DOCUMENT = new URL('../../../docs/issue-core.md', import.meta.url);

it('says of every tracker what its code says', async () => {
  const written = tableIn(await readFile(DOCUMENT, 'utf8'), 'has');

  expect(written).toEqual(capabilityRows(capabilityColumns()));
});

it('would be found out when a cell, a row or a column were wrong', async () => {
  const rows = capabilityRows(capabilityColumns());
  const markdown = (cells: readonly (readonly string[])[]) =>
    ['Text.', ...cells.map((row) => `| ${row.join(' | ')} |`), '', '| has | another table |'].join('\n');

  expect(tableIn(markdown(rows), 'has')).toEqual(rows);
  expect(tableIn(markdown(rows.slice(0, -1)), 'has')).not.toEqual(rows);
  expect(tableIn(markdown(rows.map((row) => row.slice(0, -1))), 'has')).not.toEqual(rows);
  expect(tableIn(markdown(rows).replace('beside', 'native'), 'has')).not.toEqual(rows);
  expect(tableIn('No table.', 'has')).toEqual([]);
});
