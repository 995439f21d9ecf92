import { expect, test } from 'vitest';
import { renderDuration } from './duration.ts';
import { renderTable } from './table.ts';

test.each([
  [430, '0.4 s'],
  [12_300, '12 s'],
  [185_000, '3 min 05 s'],
])('%d ms are shown as %s', (durationMs, text) => {
  expect(renderDuration(durationMs)).toBe(text);
});

test('columns are aligned and lines end without spaces', () => {
  expect(
    renderTable([
      ['a', 'long cell'],
      ['bcd', 'x', 'y'],
    ]),
  ).toBe('a    long cell\nbcd  x          y');
});
