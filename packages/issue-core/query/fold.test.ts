import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from './fold.ts';

test('neither case nor Unicode form make a difference, nor lone surrogates', () => {
  expect(fold('Straße')).toBe('straße');
  expect(fold('E\u0301')).toBe(fold('\u00c9'));
  expect(fold('x\ud800')).toBe('x\ufffd');
  expect(fold('A\0\n~')).toBe('a\0\n~');
});

test('text of ASCII alone is folded as any other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      expect(fold(`é ${text} é`)).toBe(`é ${fold(text)} é`);
    }),
  );
});
