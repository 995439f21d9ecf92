import type { ErrorCode } from '@fixpoint/contracts/errors.ts';
import type { SyncOperation } from './operations.ts';
import type { PerSide, Side } from './side.ts';

/** An issue that could not be synced; it is tried again by the next run. */
export interface SyncFailure {
  readonly side: Side;
  readonly number: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Somebody whom a tracker does not take as assignee: so many issues are theirs on the other side only. */
export interface Unassigned {
  /** Of the tracker. */
  readonly side: Side;
  readonly login: string;
  readonly issues: number;
}

export interface SyncReport {
  readonly dryRun: boolean;
  /** Issues, by the side on which they were created. */
  readonly created: PerSide<number>;
  readonly updated: number;
  readonly unchanged: number;
  readonly tombstoned: number;
  /** For a run of another direction. */
  readonly left: number;
  /** Files, by the side on which they were put, and how many there was nothing to be read of. */
  readonly attachments: { readonly created: PerSide<number>; readonly unreadable: number };
  readonly failed: readonly SyncFailure[];
  /** In the queue now, from this run and earlier ones. */
  readonly conflicts: number;
  /** From this run and earlier ones; of very many people only the first. */
  readonly unassigned: readonly Unassigned[];
  /** Every write to a tracker, planned or carried out, in order; of very many only the first. */
  readonly operations: readonly SyncOperation[];
  readonly operationCount: number;
}
