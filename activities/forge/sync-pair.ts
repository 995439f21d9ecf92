import { FixpointError } from '@fixpoint/contracts/errors.ts';
import {
  type SyncCounts,
  type SyncedTracker,
  type SyncPair,
  type SyncPairRequest,
  syncMemoryOf,
} from '@fixpoint/contracts/sync.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { runSync } from '@fixpoint/issue-core/sync/engine.ts';
import type { SyncReport } from '@fixpoint/issue-core/sync/report.ts';
import type { SyncStore } from '@fixpoint/issue-core/sync/store-port.ts';
import { readFullScans } from './full-scans.ts';

export interface SyncPorts {
  /** Its requests end when the signal fires. @throws FixpointError FORGE_UNKNOWN, INVALID_CONFIG */
  openTracker(tracker: SyncedTracker, signal: AbortSignal): Promise<IssueBackend>;
  /** What the syncs of a pair remember, by `syncMemoryOf`. */
  store(memory: string): SyncStore;
}

/** Which execution of which activity syncs. */
export interface SyncExecution {
  readonly workflowRunId: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/** A history holds no more of them than help whoever looks. */
const MAX_TOLD_FAILURES = 20;

/**
 * Syncs a pair to its end, from where the last sync stopped.
 *
 * @throws the reason of the signal; FixpointError LOCAL_STORE_BUSY while another sync holds the pair, INVALID_INPUT when both
 *   sides are one repository, SYNC_IMPLAUSIBLE, and of
 *   the trackers and the store
 */
export async function syncPair(
  ports: SyncPorts,
  { pair, force }: SyncPairRequest,
  { workflowRunId, attempt, signal }: SyncExecution,
): Promise<SyncCounts> {
  const a = await ports.openTracker(pair.a, signal);
  try {
    const b = await ports.openTracker(pair.b, signal);
    try {
      await refuseOneTracker(pair, a, b);
      const { direction, policy, deletes, users = [] } = pair;
      const store = ports.store(syncMemoryOf(pair));
      const scans = await readFullScans(store, Date.now());
      const report = await runSync({
        a,
        b,
        store,
        direction,
        policy,
        deletes,
        users,
        force,
        fullScan: scans.isDue,
        signal,
        runId: `${workflowRunId}/${attempt}`,
      });
      if (scans.isDue || force) await scans.done();
      return countsOf(report);
    } finally {
      await b.close();
    }
  } finally {
    await a.close();
  }
}

/** A repository may be written in several ways, and have had another name; issues that are copied to where they are multiply. */
async function refuseOneTracker(pair: SyncPair, a: IssueBackend, b: IssueBackend): Promise<void> {
  if (pair.a.forgeInstance.toLowerCase() !== pair.b.forgeInstance.toLowerCase()) return;
  const [left, right] = await Promise.all([a.check(), b.check()]);
  if (left.target.toLowerCase() !== right.target.toLowerCase()) return;
  throw new FixpointError('INVALID_INPUT', `${pair.name}: both sides are ${left.target}.`);
}

function countsOf({ created, updated, tombstoned, failed, conflicts }: SyncReport): SyncCounts {
  const failures = failed
    .slice(0, MAX_TOLD_FAILURES)
    .map(({ side, number, code }) => ({ side, number, code }));
  return { created, updated, tombstoned, failed: failed.length, failures, conflicts };
}
