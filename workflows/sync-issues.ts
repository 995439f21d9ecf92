import type { SyncCounts, SyncIssuesInput } from '@fixpoint/contracts/sync.ts';
import { sync } from './fleets.ts';

/** One sync of two trackers, started by the Schedule of their pair. It goes on where the one before stopped. */
export async function syncIssues({ pair, force = false }: SyncIssuesInput): Promise<SyncCounts> {
  return sync(`sync ${pair.name}`).syncPair({ pair, force });
}
