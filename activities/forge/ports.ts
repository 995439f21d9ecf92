import type { Forge } from '@fixpoint/forges/ports.ts';
import type { BlobStore, ProposalRecord, RecordStore } from '@fixpoint/store/ports.ts';

export interface ForgePorts {
  /** @throws FixpointError FORGE_UNKNOWN */
  readonly forges: (instance: string) => Forge;
  readonly blobs: BlobStore;
  /** Which workflow a proposal belongs to, by `proposalKey`. */
  readonly proposals: RecordStore<ProposalRecord>;
}
