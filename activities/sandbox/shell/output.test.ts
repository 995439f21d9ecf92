import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedBytes, ClippedOutput } from './output.ts';

describe('ClippedOutput', () => {
  it('keeps a short output as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 10 }), (parts) => {
        const output = new ClippedOutput({ headBytes: 500, tailBytes: 500 });

        for (const part of parts) output.push(Buffer.from(part));

        fc.pre(output.totalBytes <= 1_000);
        expect(output.text()).toBe(
          parts
            .join('')
            .toWellFormed()
            .replace(/^\uFEFF/, ''),
        );
      }),
    );
  });

  it('says how much it left out, whatever the pieces', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (pieceBytes) => {
        const text = Array.from({ length: 1_000 }, (_, index) => String(index % 10)).join('');
        const output = new ClippedOutput({ headBytes: 30, tailBytes: 20 });

        for (let at = 0; at < text.length; at += pieceBytes)
          output.push(Buffer.from(text.slice(at, at + pieceBytes)));

        expect(output.text()).toBe(`${text.slice(0, 30)}\n[… 950 bytes left out …]\n${text.slice(-20)}`);
      }),
    );
  });

  it('keeps no more of a long output than its limits', async () => {
    const output = new ClippedOutput({ headBytes: 8_000, tailBytes: 8_000 });
    const before = bytesHeld();

    for (let piece = 0; piece < 2_000; piece += 1) output.push(Buffer.alloc(64 * 1024, 'y'));

    // Buffers are freed beside the program, a moment after they were found to be garbage.
    await expect.poll(() => bytesHeld() - before).toBeLessThan(1024 ** 2);
    expect(output.totalBytes).toBe(2_000 * 64 * 1024);
  });

  it('parts no character and replaces what is no UTF-8', () => {
    const clipped = new ClippedOutput({ headBytes: 4, tailBytes: 4 });
    clipped.push(Buffer.from('ééééé'));
    const cut = new ClippedOutput({ headBytes: 3, tailBytes: 3 });
    cut.push(Buffer.from('ééééé'));
    const invalid = new ClippedOutput({ headBytes: 9, tailBytes: 9 });
    invalid.push(Buffer.from([0x61, 0xff, 0x62]));

    expect(clipped.text()).toBe('éé\n[… 2 bytes left out …]\néé');
    expect(cut.text()).toBe('é\n[… 4 bytes left out …]\né');
    expect(invalid.text()).toBe('a\uFFFDb');
  });
});

describe('BoundedBytes', () => {
  it('says when it was given more than it keeps', () => {
    const bytes = new BoundedBytes(3);

    bytes.push(Buffer.from('ab'));
    const before = bytes.overflowed;
    bytes.push(Buffer.from('cd'));

    expect([before, bytes.overflowed, bytes.bytes().toString()]).toEqual([false, true, 'abc']);
  });
});

/** What buffers hold once those that nobody needs are gone. */
function bytesHeld(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}
