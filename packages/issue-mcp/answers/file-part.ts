import { isUtf8 } from 'node:buffer';
import { LIST_BYTES } from './budget.ts';
import { jsonBytes } from './clip.ts';

/** A part of a file as JSON can hold it. */
export interface FilePart {
  readonly sizeBytes: number;
  readonly text?: string;
  readonly base64?: string;
  readonly truncated?: true;
  /** Where the next part begins. */
  readonly next?: number;
}

/** From `offset` on, so much that the answer stays within its bounds; at least one character unless nothing is left. */
export function partOf(file: Uint8Array, offset: number): FilePart {
  const rest = Buffer.from(file.buffer, file.byteOffset, file.byteLength).subarray(offset);
  const isText = isUtf8(rest);
  const taken = isText ? textWithin(rest) : rest.subarray(0, 3 * Math.floor(LIST_BYTES / 4));
  const end = Math.min(offset, file.byteLength) + taken.byteLength;
  return {
    sizeBytes: file.byteLength,
    ...(isText ? { text: taken.toString('utf8') } : { base64: taken.toString('base64') }),
    ...(end < file.byteLength ? { truncated: true, next: end } : {}),
  };
}

/** What needs many escapes in JSON is given in smaller parts. */
function textWithin(rest: Buffer): Buffer {
  let part = wholeCharacters(rest, LIST_BYTES);
  for (let bytes = jsonBytes(part.toString('utf8')); bytes > LIST_BYTES; ) {
    part = wholeCharacters(rest, Math.floor((part.byteLength * LIST_BYTES * 0.95) / bytes));
    bytes = jsonBytes(part.toString('utf8'));
  }
  return part;
}

function wholeCharacters(rest: Buffer, mostBytes: number): Buffer {
  let end = Math.min(rest.byteLength, mostBytes);
  while (end < rest.byteLength && isContinuation(rest[end])) end -= 1;
  return rest.subarray(0, end);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}
