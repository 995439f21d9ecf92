import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFrameParser } from './frames.ts';

function frame(channel: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header[0] = channel;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

it('takes frames apart wherever the stream is cut', () => {
  const frames = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 40 })), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 20 }), (sent, pieceBytes) => {
      const stream = Buffer.concat(sent.map(([channel, payload]) => frame(channel, payload)));
      const seen = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
      const parse = createFrameParser((channel, bytes) => {
        seen[channel] = Buffer.concat([seen[channel], bytes]);
      });

      for (let at = 0; at < stream.length; at += pieceBytes) parse(stream.subarray(at, at + pieceBytes));

      const of = (wanted: number) =>
        Buffer.concat(sent.filter(([channel]) => channel === wanted).map(([, payload]) => payload));
      expect([seen.stdout.equals(of(1)), seen.stderr.equals(of(2))]).toEqual([true, true]);
    }),
  );
});
