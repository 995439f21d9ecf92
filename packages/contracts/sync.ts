/** The issues of a repository at a configured forge. */
export interface SyncedTracker {
  readonly forgeInstance: string;
  /** At GitLab with all its groups. */
  readonly owner: string;
  readonly name: string;
}

/** Two trackers whose issues are kept the same; `name` is what the pair's memory and its Schedule are found by. */
export interface SyncPair {
  readonly name: string;
  readonly a: SyncedTracker;
  readonly b: SyncedTracker;
  readonly direction: 'both' | 'a-to-b' | 'b-to-a';
  /** What holds where both sides changed the same: nothing until somebody decides, one side, or the newer stamp. */
  readonly policy: 'manual' | 'a' | 'b' | 'newer';
  /** What is done to an issue whose other half was deleted. */
  readonly deletes: 'close' | 'delete' | 'keep';
  readonly everyMinutes: number;
}

export interface SyncPairRequest {
  readonly pair: SyncPair;
  /** Reads every issue, so that deletions are found too. */
  readonly fullScan: boolean;
}

/** What one sync did; of one that was cut off and tried again, what the last try did. */
export interface SyncCounts {
  readonly created: { readonly a: number; readonly b: number };
  readonly updated: number;
  readonly tombstoned: number;
  /** Issues that could not be synced; each next sync tries them again. */
  readonly failed: readonly { readonly side: 'a' | 'b'; readonly number: number; readonly code: string }[];
  /** That wait for a decision, from this sync and earlier ones. */
  readonly conflicts: number;
}

export interface SyncIssuesInput {
  readonly pair: SyncPair;
}

/** Of the forge fleet, on a queue of its own: a sync may take hours, and comments do not wait behind it. */
export interface SyncActivities {
  /** May be repeated and cut off anywhere: it goes on from where the pair's memory says. */
  syncPair(request: SyncPairRequest): Promise<SyncCounts>;
}

/**
 * Under which the syncs of a pair remember what they did: of its trackers too, so that a name that comes to mean others
 * begins anew, instead of taking their issues for those that it knew.
 */
export function syncMemoryOf({ name, a, b }: Pick<SyncPair, 'name' | 'a' | 'b'>): string {
  const trackers = [a, b].map((tracker) => [tracker.forgeInstance, tracker.owner, tracker.name].join('/'));
  return [name, ...trackers].map(encodeURIComponent).join('~');
}

/** The Schedule of a pair; only one of its syncs runs at a time. */
export function syncScheduleId(pairName: string): string {
  return `${SYNC_SCHEDULE_PREFIX}${pairName}`;
}

export const SYNC_SCHEDULE_PREFIX = 'sync:';
