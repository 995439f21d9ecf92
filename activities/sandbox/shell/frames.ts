const HEADER_BYTES = 8;

export type Channel = 'stdout' | 'stderr';

/**
 * Takes apart the engine's multiplexed stream: frames of an eight-byte header (channel, length) and payload,
 * cut anywhere. Payloads are passed on as they come, so a frame of any length needs no memory.
 */
export function createFrameParser(
  onPayload: (channel: Channel, bytes: Buffer) => void,
): (chunk: Buffer) => void {
  let header = Buffer.alloc(0);
  let channel: Channel = 'stdout';
  let remaining = 0;
  return function parse(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (remaining > 0) {
        const payload = rest.subarray(0, remaining);
        remaining -= payload.length;
        rest = rest.subarray(payload.length);
        onPayload(channel, payload);
        continue;
      }
      const needed = HEADER_BYTES - header.length;
      header = Buffer.concat([header, rest.subarray(0, needed)]);
      rest = rest.subarray(needed);
      if (header.length < HEADER_BYTES) return;
      channel = header[0] === 2 ? 'stderr' : 'stdout';
      remaining = header.readUInt32BE(4);
      header = Buffer.alloc(0);
    }
  };
}
