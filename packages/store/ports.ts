import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import type { RepositoryRef } from '@fixpoint/contracts/ids.ts';
import type { LedgerChain, LedgerEntry, LedgerHead, LedgerRecord } from '@fixpoint/contracts/ledger.ts';

/** Content-addressed bytes. Text that may hold secrets is redacted by whoever puts it. */
export interface BlobStore {
  put(bytes: Uint8Array): Promise<BlobRef>;
  /** @throws FixpointError BLOB_MISSING, BLOB_CORRUPT */
  get(ref: BlobRef): Promise<Uint8Array>;
}

/**
 * Records that are decided by their first insert: `insert` gives back what stands under the key afterwards,
 * which is the caller's value or the one of whoever was first.
 */
export interface RecordStore<T> {
  find(key: string): Promise<T | null>;
  insert(key: string, value: T): Promise<{ readonly inserted: boolean; readonly value: T }>;
}

export interface LedgerStore {
  /** @throws FixpointError LEDGER_CONFLICT */
  append(chain: LedgerChain, previous: LedgerHead, records: readonly LedgerRecord[]): Promise<LedgerHead>;
  /** Entries from `fromSequence` (1 is the first) in order, read by point reads until the first gap. */
  read(chain: LedgerChain, fromSequence?: number): AsyncIterable<LedgerEntry>;
}

/** A repository that somebody registered; webhooks of others are dropped. */
export interface RegisteredRepository {
  readonly ref: RepositoryRef;
  readonly registeredAt: string;
}

/** Which workflow a proposal belongs to, so that facts about it find their way. */
export interface ProposalRecord {
  readonly workflowId: string;
  readonly runId: string;
}
