import {
  type SyncCounts,
  type SyncedTracker,
  type SyncPairRequest,
  syncMemoryOf,
} from '@fixpoint/contracts/sync.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { runSync } from '@fixpoint/issue-core/sync/engine.ts';
import type { SyncReport } from '@fixpoint/issue-core/sync/report.ts';
import type { SyncStore } from '@fixpoint/issue-core/sync/store-port.ts';

export interface SyncPorts {
  /** Its requests end when the signal fires. @throws FixpointError FORGE_UNKNOWN, INVALID_CONFIG */
  openTracker(tracker: SyncedTracker, signal: AbortSignal): Promise<IssueBackend>;
  /** What the syncs of a pair remember, by `syncMemoryOf`. */
  store(memory: string): SyncStore;
}

/** Which execution of which activity syncs; a later try of the same knows that the earlier one is over. */
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
 * @throws the reason of the signal; FixpointError LOCAL_STORE_BUSY while another sync holds the pair, SYNC_IMPLAUSIBLE, and of
 *   the trackers and the store
 */
export async function syncPair(
  ports: SyncPorts,
  { pair, fullScan }: SyncPairRequest,
  { workflowRunId, attempt, signal }: SyncExecution,
): Promise<SyncCounts> {
  const a = await ports.openTracker(pair.a, signal);
  try {
    const b = await ports.openTracker(pair.b, signal);
    try {
      const { direction, policy, deletes } = pair;
      const store = ports.store(syncMemoryOf(pair));
      return countsOf(
        await runSync({
          a,
          b,
          store,
          direction,
          policy,
          deletes,
          fullScan,
          signal,
          runId: `${workflowRunId}/${attempt}`,
          isOver: (runId) => runId.startsWith(`${workflowRunId}/`),
        }),
      );
    } finally {
      await b.close();
    }
  } finally {
    await a.close();
  }
}

function countsOf({ created, updated, tombstoned, failed, conflicts }: SyncReport): SyncCounts {
  const told = failed.slice(0, MAX_TOLD_FAILURES).map(({ side, number, code }) => ({ side, number, code }));
  return { created, updated, tombstoned, failed: told, conflicts };
}
