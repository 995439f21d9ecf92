/** The issues of a repository at a configured forge. */
export interface SyncedTracker {
  readonly forgeInstance: string;
  /** At GitLab with all its groups. */
  readonly owner: string;
  readonly name: string;
}

export interface SyncedPerson {
  readonly a: string;
  readonly b: string;
}

/** Two trackers whose issues are kept the same; `name` is what their Schedule is found by. */
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
  /** Logins of one person that differ at the two trackers; Schedules from before there were any have none. */
  readonly users?: readonly SyncedPerson[];
}

export interface SyncPairRequest {
  readonly pair: SyncPair;
  /** Looks at everything again, retries what was refused, and takes any number of deletions. */
  readonly force: boolean;
}

/** What one sync did; of one that was cut off and tried again, what the last try did. */
export interface SyncCounts {
  readonly created: { readonly a: number; readonly b: number };
  readonly updated: number;
  readonly tombstoned: number;
  /** How many issues could not be synced; each next sync tries them again. */
  readonly failed: number;
  /** The first twenty of them. */
  readonly failures: readonly { readonly side: 'a' | 'b'; readonly number: number; readonly code: string }[];
  /** That wait for a decision, from this sync and earlier ones. */
  readonly conflicts: number;
}

export interface SyncIssuesInput {
  readonly pair: SyncPair;
  /** As a person asked for it; not when left out. */
  readonly force?: boolean;
}

/** Of the forge fleet, on a queue of its own: a sync may take hours, and comments do not wait behind it. */
export interface SyncActivities {
  /** May be repeated and cut off anywhere: it goes on from where the pair's memory says. */
  syncPair(request: SyncPairRequest): Promise<SyncCounts>;
}

/** One address for a tracker, whatever case it is written in. */
export function syncedTrackerKey({ forgeInstance, owner, name }: SyncedTracker): string {
  return [forgeInstance, owner, name].join('/').toLowerCase();
}

/**
 * Under which the syncs of two trackers remember what they did. It is the trackers' and not the name's: a pair that is added
 * again, under whatever name, goes on where it was and copies nothing twice.
 */
export function syncMemoryOf({ a, b }: Pick<SyncPair, 'a' | 'b'>): string {
  return [a, b].map((tracker) => encodeURIComponent(syncedTrackerKey(tracker))).join('~');
}

/** The same sync with its sides in the one order in which two trackers are remembered. */
export function withSidesInOrder(pair: SyncPair): SyncPair {
  if (syncedTrackerKey(pair.a) <= syncedTrackerKey(pair.b)) return pair;
  const { direction, policy, users } = pair;
  const turned = { 'a-to-b': 'b-to-a', 'b-to-a': 'a-to-b', both: 'both' } as const;
  const other = { a: 'b', b: 'a', manual: 'manual', newer: 'newer' } as const;
  return {
    ...pair,
    a: pair.b,
    b: pair.a,
    direction: turned[direction],
    policy: other[policy],
    ...(users && { users: users.map(({ a, b }) => ({ a: b, b: a })) }),
  };
}

/** The Schedule of a pair; only one of its syncs runs at a time. */
export function syncScheduleId(pairName: string): string {
  return `${SYNC_SCHEDULE_PREFIX}${pairName}`;
}

export const SYNC_SCHEDULE_PREFIX = 'sync:';
