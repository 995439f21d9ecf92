import { randomFillSync } from 'node:crypto';
import { ulid } from 'ulid';

const DRAWN_BYTES = 4_096;

export type NewId = (at: number) => string;

/** Ids that sort by time. Random bytes are drawn for many at once: each call of the system costs as much as a row. */
export function createNewId(): NewId {
  const bytes = new Uint8Array(DRAWN_BYTES);
  let used = DRAWN_BYTES;

  function random(): number {
    if (used === DRAWN_BYTES) {
      randomFillSync(bytes);
      used = 0;
    }
    const byte = bytes[used] ?? 0;
    used += 1;
    return byte / 256;
  }

  return (at) => ulid(at, random);
}
