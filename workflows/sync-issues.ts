import type { SyncCounts, SyncIssuesInput, SyncPair } from '@fixpoint/contracts/sync.ts';
import { workflowInfo } from '@temporalio/workflow';
import { sync } from './fleets.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * One sync of a pair of trackers, started by the pair's Schedule. The first of each day reads every issue, because what was
 * deleted shows in no list of changes.
 */
export async function syncIssues({ pair }: SyncIssuesInput): Promise<SyncCounts> {
  const fullScan = isFirstOfDay(workflowInfo().startTime, pair);
  return sync(`sync ${pair.name}`).syncPair({ pair, fullScan });
}

/** In UTC. A Schedule that starts less than once a day is always the first. */
export function isFirstOfDay(startTime: Date, { everyMinutes }: Pick<SyncPair, 'everyMinutes'>): boolean {
  return startTime.getTime() % DAY_MS < everyMinutes * MINUTE_MS;
}
