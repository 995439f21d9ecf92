import type { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Side } from './side.ts';
import { concernsOneIssue, isAmbiguous } from './sync-errors.ts';

export interface FileFailure {
  /** Where the file is. */
  readonly side: Side;
  readonly error: FixpointError;
}

/** What is tried with the files of one issue: one that fails does not stop the others. */
export interface FileAttempts {
  /** Of the first that failed. */
  readonly failure: FileFailure | null;
  /** Whether it was done. */
  attempt(side: Side, work: () => Promise<void>): Promise<boolean>;
  fail(side: Side, error: FixpointError): void;
}

export function createFileAttempts(): FileAttempts {
  let failure: FileFailure | null = null;

  function fail(side: Side, error: FixpointError): void {
    failure ??= { side, error };
  }

  return {
    fail,
    get failure() {
      return failure;
    },
    async attempt(side, work) {
      // A tracker that does not answer is not asked for each of them.
      if (isAmbiguous(failure?.error)) return false;
      try {
        await work();
        return true;
      } catch (error) {
        if (!concernsOneIssue(error)) throw error;
        fail(side, error);
        return false;
      }
    },
  };
}
