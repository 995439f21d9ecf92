import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEndMarkerScanner, type ShellReport } from './end-marker.ts';
import { BoundedBytes } from './output.ts';

const NONCE = '0123456789abcdef0123456789abcdef';
const END = Buffer.from(`\u0001${NONCE} 3 17 - 4\n`);

function scanInPieces(
  bytes: Buffer,
  pieceBytes: number,
): { readonly output: Buffer; readonly report: ShellReport | null } {
  const sink = new BoundedBytes(1_000_000);
  const scan = createEndMarkerScanner(NONCE, sink);
  let report: ShellReport | null = null;
  for (let at = 0; at < bytes.length; at += pieceBytes) report ??= scan(bytes.subarray(at, at + pieceBytes));
  return { output: sink.bytes(), report };
}

describe('createEndMarkerScanner', () => {
  it('finds the end wherever the stream is cut, and passes on every byte before it', () => {
    const output = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(output, fc.integer({ min: 1, max: 80 }), (bytes, pieceBytes) => {
        const scanned = scanInPieces(Buffer.concat([bytes, END]), pieceBytes);

        expect(scanned.report).toEqual({ exitCode: 3, shellPid: 17, previousExitCode: null, processes: 4 });
        expect(scanned.output.equals(bytes)).toBe(true);
      }),
    );
  });

  it.each([
    `\u0001${NONCE.replace('0', '1')} 0 1 - 1\n`,
    `${NONCE} 0 1 - 1\n`,
    `builtin printf '\\001${NONCE} %d'\n`,
    `\u0001${NONCE} 0 1`,
  ])('is not ended by %j', (text) => {
    expect(scanInPieces(Buffer.from(text), 7).report).toBeNull();
  });
});
