/** What fits into an answer of so many bytes of JSON, and where to go on. */
export interface Clipped<T> {
  readonly value: T;
  /** Null when it is all. */
  readonly next: number | null;
}

export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** From `offset` on, in UTF-16 units; never half a character, and at least one unless nothing is left. */
export function clipText(text: string, maxBytes: number, offset = 0): Clipped<string> {
  let length = Math.min(text.length - offset, maxBytes);
  let part = text.slice(offset, offset + length);
  let bytes = jsonBytes(part);
  while (bytes > maxBytes && length > 2) {
    // A little less than the share that fits, because characters differ in size.
    length = Math.max(2, Math.floor((length * maxBytes * 0.95) / bytes));
    part = text.slice(offset, offset + length);
    bytes = jsonBytes(part);
  }
  if (part.length > 1 && isHighSurrogate(part.charCodeAt(part.length - 1))) part = part.slice(0, -1);
  const end = offset + part.length;
  return { value: part, next: end < text.length ? end : null };
}

/** From `offset` on; at least one unless nothing is left, so that whoever goes on gets on. */
export function clipList<T>(items: readonly T[], maxBytes: number, offset = 0): Clipped<readonly T[]> {
  let bytes = 2;
  let end = offset;
  for (const item of items.slice(offset)) {
    bytes += jsonBytes(item) + 1;
    if (bytes > maxBytes && end > offset) break;
    end += 1;
    if (bytes > maxBytes) break;
  }
  return { value: items.slice(offset, end), next: end < items.length ? end : null };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
