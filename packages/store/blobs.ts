import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { Binary, type Db } from 'mongodb';
import type { BlobStore } from './ports.ts';
import { readInWindows } from './read-in-windows.ts';
import { sha256 } from './sha256.ts';
import { isDuplicateKey, withStoreErrors } from './store-errors.ts';

/** Up to here a blob is one document: one insert, one point read. */
export const INLINE_BYTES = 256 * 1024;
/** Far below the 16 MiB that a document may have. */
export const CHUNK_BYTES = 1024 * 1024;
const CHUNKS_AT_ONCE = 4;

/** `<sha256>` is the header, with the bytes when it has no chunks; `<sha256>/<n>` are the chunks. */
export interface BlobDocument {
  readonly _id: string;
  readonly bytes?: Binary;
  readonly chunks?: number;
}

/** Content-addressed, insert-only blobs in the collection `blobs`. */
export function createBlobStore(db: Db): BlobStore {
  const documents = db.collection<BlobDocument>('blobs');

  async function put(bytes: Uint8Array): Promise<BlobRef> {
    const ref = { sha256: sha256(bytes), sizeBytes: bytes.byteLength };
    await withStoreErrors(() =>
      bytes.byteLength <= INLINE_BYTES ? putInline(ref, bytes) : putChunks(ref, bytes),
    );
    return ref;
  }

  async function get(ref: BlobRef): Promise<Uint8Array> {
    const bytes = await withStoreErrors(() => read(ref));
    if (sha256(bytes) !== ref.sha256) throw new FixpointError('BLOB_CORRUPT', ref.sha256);
    return bytes;
  }

  async function putInline(ref: BlobRef, bytes: Uint8Array): Promise<void> {
    await insertOrKeep([{ _id: ref.sha256, bytes: new Binary(bytes) }]);
  }

  async function putChunks(ref: BlobRef, bytes: Uint8Array): Promise<void> {
    const header = await documents.findOne({ _id: ref.sha256 });
    if (header !== null) return;
    const count = Math.ceil(bytes.byteLength / CHUNK_BYTES);
    for (let first = 0; first < count; first += CHUNKS_AT_ONCE) {
      const numbers = range(first, Math.min(first + CHUNKS_AT_ONCE, count));
      await insertOrKeep(numbers.map((n) => chunkDocument(ref, bytes, n)));
    }
    // Last, so that a half-written blob is never seen as there.
    await insertOrKeep([{ _id: ref.sha256, chunks: count }]);
  }

  async function insertOrKeep(batch: readonly BlobDocument[]): Promise<void> {
    try {
      await documents.insertMany(batch, { ordered: false });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async function read(ref: BlobRef): Promise<Uint8Array> {
    const header = await documents.findOne({ _id: ref.sha256 });
    if (header === null) throw new FixpointError('BLOB_MISSING', ref.sha256);
    if (header.bytes !== undefined) return header.bytes.value();
    const ids = range(0, header.chunks ?? 0).map((n) => `${ref.sha256}/${n}`);
    const parts: Uint8Array[] = [];
    for await (const chunk of readInWindows(ids, CHUNKS_AT_ONCE, (id) => documents.findOne({ _id: id }))) {
      if (chunk?.bytes === undefined) throw new FixpointError('BLOB_CORRUPT', `${ref.sha256} lacks a chunk.`);
      parts.push(chunk.bytes.value());
    }
    return Buffer.concat(parts);
  }

  return { put, get };
}

function chunkDocument(ref: BlobRef, bytes: Uint8Array, n: number): BlobDocument {
  return {
    _id: `${ref.sha256}/${n}`,
    bytes: new Binary(bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES)),
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
