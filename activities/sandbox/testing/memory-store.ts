import { createHash } from 'node:crypto';
import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { BlobStore, RecordStore } from '@fixpoint/store/ports.ts';

/** A blob store for tests, shared by the hosts of a test as the real one is. */
export function createMemoryBlobs(): BlobStore {
  const blobs = new Map<string, Uint8Array>();
  return {
    async put(bytes: Uint8Array): Promise<BlobRef> {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      blobs.set(sha256, Uint8Array.from(bytes));
      return { sha256, sizeBytes: bytes.length };
    },
    async get(ref: BlobRef): Promise<Uint8Array> {
      const found = blobs.get(ref.sha256);
      if (found === undefined) throw new FixpointError('BLOB_MISSING', ref.sha256);
      return found;
    },
  };
}

/** A record store for tests: the first insert decides. */
export function createMemoryRecords<T>(): RecordStore<T> {
  const records = new Map<string, T>();
  return {
    async find(key: string): Promise<T | null> {
      return records.get(key) ?? null;
    },
    async insert(key: string, value: T) {
      const standing = records.get(key);
      if (standing !== undefined) return { inserted: false, value: standing };
      records.set(key, value);
      return { inserted: true, value };
    },
  };
}
