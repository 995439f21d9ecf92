import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { BlobStore, RecordStore } from '../ports.ts';
import { sha256 } from '../sha256.ts';

export interface MemoryBlobs extends BlobStore {
  /** Everything that was put, in order. */
  readonly stored: readonly BlobRef[];
}

/** The smallest blob store that keeps the promises of the port. */
export function createMemoryBlobs(): MemoryBlobs {
  const bytesByHash = new Map<string, Uint8Array>();
  const stored: BlobRef[] = [];
  return {
    stored,
    async put(bytes) {
      const ref = { sha256: sha256(bytes), sizeBytes: bytes.byteLength };
      bytesByHash.set(ref.sha256, Uint8Array.from(bytes));
      stored.push(ref);
      return ref;
    },
    async get(ref) {
      const found = bytesByHash.get(ref.sha256);
      if (found === undefined) throw new FixpointError('BLOB_MISSING', ref.sha256);
      return found;
    },
  };
}

/** A record store whose races are decided by the first insert; like the real one it keeps JSON only. */
export function createMemoryRecords<T>(): RecordStore<T> {
  const records = new Map<string, string>();
  return {
    async find(key) {
      const found = records.get(key);
      return found === undefined ? null : JSON.parse(found);
    },
    async insert(key, value) {
      const standing = records.get(key);
      if (standing !== undefined) return { inserted: false, value: JSON.parse(standing) };
      records.set(key, JSON.stringify(value));
      return { inserted: true, value };
    },
  };
}
