import { type FixpointError, isErrorCode } from '@fixpoint/contracts/errors.ts';
import { issueKey } from './record-keys.ts';
import type { Work } from './records.ts';
import type { SyncFailure } from './report.ts';
import type { Side } from './side.ts';
import { concernsOneIssue } from './sync-errors.ts';
import type { FileCounts } from './sync-item.ts';
import type { SyncRun } from './sync-run.ts';

/** A tracker that is down fails for every issue: so many in a row are enough to know. */
const MAX_FAILURES_IN_A_ROW = 5;
/** In as many runs an issue is tried; after that only when it changes, or a run is forced. */
export const MAX_ATTEMPTS = 10;

export interface Tally {
  readonly created: Record<Side, number>;
  /** By mapping: a pair may be dealt with more than once. */
  readonly updated: Set<string>;
  readonly unchanged: Set<string>;
  readonly failed: Map<string, SyncFailure>;
  readonly attachments: { readonly created: Record<Side, number>; unreadable: number };
  tombstoned: number;
  left: number;
  failuresInARow: number;
}

export function createTally(): Tally {
  return {
    created: { a: 0, b: 0 },
    updated: new Set(),
    unchanged: new Set(),
    failed: new Map(),
    attachments: { created: { a: 0, b: 0 }, unreadable: 0 },
    tombstoned: 0,
    left: 0,
    failuresInARow: 0,
  };
}

export function countFiles({ attachments }: Tally, { copied, unreadable }: FileCounts): void {
  attachments.created.a += copied.a;
  attachments.created.b += copied.b;
  attachments.unreadable += unreadable;
}

/**
 * Does the work of one issue. When it fails it stays in the list for the next run, and the others go on; answers null then.
 * `listed` is how it stands in the list.
 *
 * @throws what concerns more than this issue
 */
export async function attemptWork<T>(
  run: SyncRun,
  tally: Tally,
  listed: () => Promise<Work>,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    const result = await work();
    tally.failuresInARow = 0;
    return result;
  } catch (error) {
    if (!concernsOneIssue(error)) throw error;
    const { side, number, attempts, changedAt } = await listed();
    const key = issueKey(side, number);
    tally.failed.set(key, { side, number, code: error.code, message: error.message });
    const { message, code } = error;
    const record = { side, number, attempts: attempts + 1, lastError: message, lastCode: code, changedAt };
    await run.store.commit([{ op: 'put', kind: 'work', key, record }]);
    if (ofTheTracker(error)) tally.failuresInARow += 1;
    if (tally.failuresInARow >= MAX_FAILURES_IN_A_ROW) throw error;
    return null;
  }
}

/** What failed too often to be tried again is told again. */
export function isGivenUp(run: SyncRun, tally: Tally, { side, number, attempts, ...work }: Work): boolean {
  if (attempts < MAX_ATTEMPTS || run.force) return false;
  const code = work.lastCode !== null && isErrorCode(work.lastCode) ? work.lastCode : 'FORGE_REFUSED';
  tally.failed.set(issueKey(side, number), { side, number, code, message: work.lastError ?? '' });
  return true;
}

function ofTheTracker({ code }: FixpointError): boolean {
  return code === 'FORGE_UNAVAILABLE' || code === 'FORGE_FORBIDDEN';
}
