import fc from 'fast-check';
import { expect, test } from 'vitest';
import { portableFileName } from './file-name.ts';

test.each([
  ['größe 1 & 2.txt', 'größe 1 & 2.txt'],
  ['a/b\\c.txt', 'a_b_c.txt'],
  ['two\r\nlines', 'two__lines'],
  [' .. ', 'file'],
  ['', 'file'],
  ['u\u0308.txt', 'ü.txt'],
  [`${'a'.repeat(300)}.png`, `${'a'.repeat(251)}.png`],
  [`${'a'.repeat(254)}😀b`, 'a'.repeat(254)],
])('%j becomes %j', (name, portable) => {
  expect(portableFileName(name)).toBe(portable);
});

test('whatever a file is called, it has a name that every tracker takes, and the same again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (name) => {
      const portable = portableFileName(name);

      expect(portable.length).toBeGreaterThan(0);
      expect(portable.isWellFormed()).toBe(true);
      expect(portable.length).toBeLessThanOrEqual(255);
      expect(portable).not.toMatch(/[/\\\n]|^\.\.?$|^\s|\s$/);
      expect(portableFileName(portable)).toBe(portable);
    }),
  );
});
