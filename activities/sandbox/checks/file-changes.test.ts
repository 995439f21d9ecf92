import { expect, it } from 'vitest';
import { parseFileChanges } from './file-changes.ts';

const [A, B, C, D, NONE] = ['a', 'b', 'c', 'd', '0'].map((digit) => digit.repeat(40));

it('reads changes with both contents, binary ones without', () => {
  const fields = [
    `:100644 100644 ${A} ${B} M`,
    'dir/a b.txt',
    `:000000 100644 ${NONE} ${C} A`,
    'new.bin',
    `:100644 000000 ${A} ${NONE} D`,
    'old.txt',
    `:000000 160000 ${NONE} ${D} A`,
    'module',
  ];
  const batch = `${A} blob 4\none\n\n${B} blob 0\n\n${C} blob 3\n\0\0\0\n${A} blob 4\none\n\n${D} missing\n`;

  expect(parseFileChanges(Buffer.from(`${fields.join('\0')}\0\0${batch}`))).toEqual([
    { path: 'dir/a b.txt', status: 'modified', before: 'one\n', after: '' },
    { path: 'new.bin', status: 'added', before: null, after: null },
    { path: 'old.txt', status: 'deleted', before: 'one\n', after: null },
    { path: 'module', status: 'added', before: null, after: null },
  ]);
});

it('reads an empty difference', () => {
  expect(parseFileChanges(Buffer.from('\0'))).toEqual([]);
});
