import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1, insertAfterLine, numberLines, replaceOnce, toLatin1 } from './edit-text.ts';

describe('replaceOnce', () => {
  it('replaces the only place, and leaves every other byte', () => {
    const file = Buffer.from([0xff, 0x61, 0x62, 0xc3, 0xa9, 0x0d, 0x0a]).toString('latin1');

    const edited = replaceOnce(file, 'é', 'è$&');

    expect(edited).toMatchObject({ ok: true, text: file.replace(toLatin1('é'), () => toLatin1('è$&')) });
  });

  it.each([
    ['x', 'Error: No match found for replacement. Please check your text and try again.'],
    ['a', 'Error: Found 3 matches for replacement text. Please provide more context to make a unique match.'],
    [
      'aa',
      'Error: Found 2 matches for replacement text. Please provide more context to make a unique match.',
    ],
  ])('refuses %j in "aaa"', (wanted, message) => {
    expect(replaceOnce('aaa', wanted, 'b')).toEqual({ ok: false, message });
  });
});

describe('insertAfterLine', () => {
  it.each([
    ['a\nb\n', 0, 'x', 'x\na\nb\n'],
    ['a\nb\n', 1, 'x\n', 'a\nx\nb\n'],
    ['a\nb\n', 2, 'x', 'a\nb\nx'],
    ['a\nb', 2, 'x', 'a\nb\nx\n'],
    ['', 0, 'x', 'x'],
  ])('in %j after line %i', (file, line, text, expected) => {
    expect(insertAfterLine(file, line, text)).toMatchObject({ ok: true, text: expected });
  });

  it('refuses a line that is not there', () => {
    expect(insertAfterLine('a\n', 2, 'x')).toMatchObject({
      ok: false,
      message: expect.stringContaining('1 lines'),
    });
  });
});

describe('numberLines', () => {
  it('numbers a range as cat -n does', () => {
    expect(numberLines('a\r\nb\nc\n', [2, -1])).toMatchObject({ text: '     2\tb\n     3\tc' });
    expect(numberLines('a\n', undefined)).toMatchObject({ text: '     1\ta' });
  });

  it.each([[[0, 1]], [[3, 4]], [[2, 1]]] as const)('refuses %j of two lines', (range) => {
    expect(numberLines('a\nb\n', range)).toMatchObject({ ok: false });
  });
});

it('takes any text to bytes and back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fromLatin1(toLatin1(text))).toBe(text.toWellFormed());
    }),
  );
});
