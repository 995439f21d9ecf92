import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printBytes, quote } from './quote.ts';

it('makes one word of any text that a shell can hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 30 }), (text) => {
      fc.pre(!text.includes('\0'));

      expect(execFileSync('bash', ['-c', `printf %s ${quote(text)}`]).toString()).toBe(text);
    }),
    { numRuns: 30 },
  );
});

it('prints any bytes', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);

  expect(execFileSync('bash', ['-c', printBytes(bytes)]).equals(bytes)).toBe(true);
});
