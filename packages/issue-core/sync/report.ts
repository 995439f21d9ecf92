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

export interface SyncReport {
  readonly dryRun: boolean;
  /** Issues, by the side on which they were created. */
  readonly created: PerSide<number>;
  readonly updated: number;
  readonly unchanged: number;
  readonly tombstoned: number;
  /** For a run of another direction. */
  readonly left: number;
  readonly failed: readonly SyncFailure[];
  /** In the queue now, from this run and earlier ones. */
  readonly conflicts: number;
  /** Every write to a tracker, planned or carried out, in order; of very many only the first. */
  readonly operations: readonly SyncOperation[];
  readonly operationCount: number;
}
