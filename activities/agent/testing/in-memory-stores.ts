import { createHash } from 'node:crypto';
import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { BlobStore, RecordStore } from '@fixpoint/store/ports.ts';

/** The smallest store that keeps the promises of the port. */
export function createInMemoryBlobs(): BlobStore {
  const blobs = new Map<string, Uint8Array>();
  return {
    async put(bytes): Promise<BlobRef> {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      blobs.set(sha256, bytes);
      return { sha256, sizeBytes: bytes.byteLength };
    },
    async get(ref): Promise<Uint8Array> {
      const bytes = blobs.get(ref.sha256);
      if (bytes === undefined) throw new FixpointError('BLOB_MISSING', ref.sha256);
      return bytes;
    },
  };
}

export function createInMemoryRecords<T>(): RecordStore<T> {
  const records = new Map<string, string>();
  return {
    async find(key): Promise<T | null> {
      const found = records.get(key);
      return found === undefined ? null : JSON.parse(found);
    },
    async insert(key, value): Promise<{ inserted: boolean; value: T }> {
      const standing = records.get(key);
      if (standing !== undefined) return { inserted: false, value: JSON.parse(standing) };
      records.set(key, JSON.stringify(value));
      return { inserted: true, value };
    },
  };
}
