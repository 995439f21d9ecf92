import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_ANSWER_BYTES } from './budget.ts';
import { jsonBytes } from './clip.ts';
import { partOf } from './file-part.ts';

/** Reads on until the end, as a model would. */
function readWhole(file: Uint8Array): Buffer {
  const parts: Buffer[] = [];
  let offset: number | undefined = 0;
  while (offset !== undefined) {
    const { text, base64 = '', next, ...part } = partOf(file, offset);
    expect(jsonBytes({ text, base64, next, ...part })).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
    if (next !== undefined) expect(next).toBeGreaterThan(offset);
    parts.push(text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text));
    offset = next;
  }
  return Buffer.concat(parts);
}

test('whatever a file holds, its parts are short and together the whole', () => {
  const texts = fc.string({ unit: 'binary', minLength: 1 }).map((text) => Buffer.from(text));
  const files = fc.tuple(
    fc.oneof(texts, fc.uint8Array({ minLength: 1 })),
    fc.integer({ min: 1, max: 70_000 }),
  );
  fc.assert(
    fc.property(files, ([unit, sizeBytes]) => {
      const file = new Uint8Array(Buffer.alloc(sizeBytes, unit));
      expect(readWhole(file).equals(file)).toBe(true);
    }),
  );
});

test('a text is told as text, other bytes in base64, and what is empty as empty', () => {
  expect(partOf(Buffer.from('für'), 0)).toEqual({ sizeBytes: 4, text: 'für' });
  expect(partOf(Uint8Array.of(0xff, 0), 0)).toEqual({ sizeBytes: 2, base64: '/wA=' });
  expect(partOf(new Uint8Array(), 0)).toEqual({ sizeBytes: 0, text: '' });
  expect(partOf(Buffer.from('abc'), 9)).toEqual({ sizeBytes: 3, text: '' });
});
