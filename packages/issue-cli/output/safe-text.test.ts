import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeJson, safeLine, safeText } from './safe-text.ts';

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\u001b',
      '[',
      ']',
      '0',
      ';',
      'm',
      '\u0007',
      '\u009b',
      '\u009d',
      '\u202e',
      '\r',
      '\n',
      '\\',
      '\ud800',
    ),
    fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
  ),
});
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal obeys
const COMMANDS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

test('nothing that a terminal obeys is left', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(safeText(text)).not.toMatch(COMMANDS);
      expect(safeLine(text)).not.toMatch(/[\n\t]/);
      expect(safeJson({ [text]: text })).not.toMatch(COMMANDS);
    }),
  );
});

test('JSON means the same as before', () => {
  fc.assert(
    fc.property(fc.jsonValue(), hostile, (value, text) => {
      expect(JSON.parse(safeJson([value, text], 2))).toEqual(JSON.parse(JSON.stringify([value, text])));
    }),
  );
});

test('ordinary text stays as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\p{L}\p{N}\p{P} \n\t]*$/u), (text) => {
      expect(safeText(text)).toBe(text);
    }),
  );
});

test('sequences go as a whole', () => {
  expect(
    safeText('a\u001b[31mb\u001b[0m c\u001b]8;;https://x\u001b\\d\u001b]8;;\u0007 e\u009b2Jf\u001b(Bg'),
  ).toBe('ab cd efg');
  expect(safeText('one\r\ntwo\rthree')).toBe('one\ntwo\nthree');
});
