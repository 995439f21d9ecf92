import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summaryLine } from './summary-line.ts';

/** `limit.userMetadataSummarySize` of the server. */
const SERVER_LIMIT_BYTES = 400;

describe('summaryLine', () => {
  it('is one well-formed line that the server takes, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.string({
        unit: fc.constantFrom('"', '\\', '界', '😀', '\ud800', '\u0000', '\u007f', 'a'),
        maxLength: 500,
      }),
    );
    fc.assert(
      fc.property(text, (value) => {
        const line = summaryLine(value);

        expect(Buffer.byteLength(JSON.stringify(line))).toBeLessThanOrEqual(SERVER_LIMIT_BYTES);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it('leaves a short line as it is', () => {
    expect(summaryLine('Turn 1: bash — Größe')).toBe('Turn 1: bash — Größe');
  });

  it('cuts between characters', () => {
    expect(summaryLine('😀'.repeat(100))).toBe('😀'.repeat(47));
  });
});
