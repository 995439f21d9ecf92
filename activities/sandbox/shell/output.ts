/** Takes the output of a command as it streams. */
export interface OutputSink {
  push(bytes: Uint8Array): void;
}

/** Keeps the head and the tail of an output of any length, in bounded memory. */
export class ClippedOutput implements OutputSink {
  readonly #headLimit: number;
  readonly #tailLimit: number;
  readonly #head: Uint8Array[] = [];
  #headBytes = 0;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;
  #totalBytes = 0;

  constructor(limits: { readonly headBytes: number; readonly tailBytes: number }) {
    this.#headLimit = limits.headBytes;
    this.#tailLimit = limits.tailBytes;
  }

  get totalBytes(): number {
    return this.#totalBytes;
  }

  push(bytes: Uint8Array): void {
    this.#totalBytes += bytes.length;
    const room = this.#headLimit - this.#headBytes;
    const forHead = bytes.subarray(0, Math.max(room, 0));
    if (forHead.length > 0) {
      this.#head.push(Buffer.from(forHead));
      this.#headBytes += forHead.length;
    }
    const rest = bytes.subarray(forHead.length);
    if (rest.length > 0) this.#pushTail(rest);
  }

  /** The text, invalid UTF-8 replaced, with a line that says how much was left out. */
  text(): string {
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    const kept = tail.subarray(Math.max(tail.length - this.#tailLimit, 0));
    const omitted = this.#totalBytes - head.length - kept.length;
    if (omitted === 0) return decode(Buffer.concat([head, kept]));
    const headText = new TextDecoder().decode(head, { stream: true });
    return `${headText}\n[… ${omitted} bytes left out …]\n${decode(skipContinuation(kept))}`;
  }

  #pushTail(bytes: Uint8Array): void {
    this.#tail.push(Buffer.from(bytes.subarray(Math.max(bytes.length - this.#tailLimit, 0))));
    this.#tailBytes += this.#tail.at(-1)?.length ?? 0;
    // Joined only at double the limit, so that a long output costs one copy per byte and not one per chunk.
    if (this.#tailBytes < 2 * this.#tailLimit) return;
    const joined = Buffer.concat(this.#tail);
    const kept = Buffer.from(joined.subarray(Math.max(joined.length - this.#tailLimit, 0)));
    this.#tail = [kept];
    this.#tailBytes = kept.length;
  }
}

/** Keeps everything up to a limit; what is beyond only counts. */
export class BoundedBytes implements OutputSink {
  readonly #limit: number;
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  #overflowed = false;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  get overflowed(): boolean {
    return this.#overflowed;
  }

  push(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, this.#limit - this.#bytes);
    if (kept.length < bytes.length) this.#overflowed = true;
    if (kept.length === 0) return;
    this.#chunks.push(Buffer.from(kept));
    this.#bytes += kept.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function skipContinuation(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return bytes.subarray(start);
}
