import type { PreparedBase } from '@fixpoint/contracts/git-activities.ts';
import type { BlobStore, RecordStore } from '@fixpoint/store/ports.ts';

/** How a forge's repositories are reached; the token never leaves this fleet. */
export interface GitRemote {
  readonly url: string;
  readonly gitToken: string;
}

/** A push that was about to be made: whatever stands at the remote at this SHA is ours. */
export interface PushRecord {
  /** `owner/…` of the issue whose runs may go on from it. */
  readonly issueKey: string;
}

/** The name that a run's branch was given. */
export interface BranchRecord {
  readonly branch: string;
}

/** What the git fleet needs of the world. */
export interface GitPorts {
  /** A folder of its own; losing it costs only time. */
  readonly root: string;
  /** @throws FixpointError FORGE_UNKNOWN */
  readonly remoteOf: (forgeInstance: string) => GitRemote;
  readonly blobs: BlobStore;
  /** What was prepared of a base, by `<repositoryKey>/<sha>`. */
  readonly bases: RecordStore<PreparedBase>;
  /** By `<repositoryKey>/<branch>/<sha>`. */
  readonly pushes: RecordStore<PushRecord>;
  /** By run id. */
  readonly branches: RecordStore<BranchRecord>;
}
