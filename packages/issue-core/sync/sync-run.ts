import type { IssueBackend, WriteOptions } from '../backend/port.ts';
import type { Issue } from '../model/issue.ts';
import type { Graveyard } from './graveyard.ts';
import type { OperationLog } from './operations.ts';
import type { Seen } from './records.ts';
import type { PerSide, Side } from './side.ts';
import type { SyncStore } from './store-port.ts';
import type { SyncedFields } from './synced-fields.ts';
import type { TargetNames } from './target-names.ts';

export type SyncPolicy = 'manual' | 'a' | 'b' | 'newer';
export type SyncDirection = 'a-to-b' | 'b-to-a' | 'both';
/** What is done to an issue whose other half was deleted. */
export type DeletePolicy = 'close' | 'delete' | 'keep';

/** What every step of one run works with. */
export interface SyncRun {
  readonly backends: PerSide<IssueBackend>;
  readonly store: SyncStore;
  /** Where the direction of the run leads. */
  readonly writable: PerSide<boolean>;
  readonly sources: readonly Side[];
  readonly policy: SyncPolicy;
  readonly deletes: DeletePolicy;
  readonly force: boolean;
  /** The run before this one did not come to its end. */
  readonly resumed: boolean;
  readonly synced: SyncedFields;
  readonly log: OperationLog;
  /** Goes with every write: a wait for the tracker's leave ends when the run does. */
  readonly writing: WriteOptions;
  readonly names: PerSide<TargetNames>;
  readonly clocks: PerSide<TrackerClock>;
  /** Who we are there, asked once. */
  readonly ownLogin: PerSide<() => Promise<string>>;
  /** Counts issues that vanished, and stops the run when that cannot be true. */
  readonly graveyard: Graveyard;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Between two steps: whether to go on. */
  readonly step: () => Promise<void>;
}

/** What is known of a tracker's clock. */
export interface TrackerClock {
  /** It stands at the latest stamp that the tracker gave, at least. */
  see(issue: Pick<Issue, 'updatedAt'>): void;
  /** What the tracker itself says of it (`ChangesPage.overUntil`). */
  tell(overUntil: string | undefined): void;
  /** Whether nothing more can bear that stamp. */
  isPast(updatedAt: string): boolean;
  /** Whether the tracker tells the time at all. */
  readonly isTold: boolean;
  /** Whether nothing more can bear the latest stamp that was seen. */
  readonly isLatestPast: boolean;
}

/** Stamps have whole seconds at most trackers: within one, two edits look the same. */
const STAMP_MS = 1_000;
/** By our own clock, as a distance only. */
const SURELY_OVER_MS = 5_000;

/** @param uniqueStamps as the backend says */
export function createTrackerClock(uniqueStamps: boolean): TrackerClock {
  let latestMs = Number.NEGATIVE_INFINITY;
  let overUntilMs = Number.NEGATIVE_INFINITY;
  return {
    see({ updatedAt }) {
      latestMs = Math.max(latestMs, Date.parse(updatedAt));
    },
    tell(overUntil) {
      if (overUntil !== undefined) overUntilMs = Math.max(overUntilMs, Date.parse(overUntil));
    },
    isPast(updatedAt) {
      const atMs = Date.parse(updatedAt);
      return uniqueStamps || overUntilMs >= atMs || latestMs >= atMs + STAMP_MS;
    },
    get isTold() {
      return Number.isFinite(overUntilMs);
    },
    get isLatestPast() {
      return uniqueStamps || overUntilMs >= latestMs;
    },
  };
}

/** What was seen of an issue; `whole` says that the second of its stamp was over before the reading began. */
export function seenOf(issue: Issue, before: Seen | null, whole: boolean, nowMs: number): Seen {
  const { updatedAt, commentCount } = issue;
  const firstSeenAtMs = before?.updatedAt === updatedAt ? before.firstSeenAtMs : nowMs;
  const settled = whole || nowMs - firstSeenAtMs >= SURELY_OVER_MS;
  return { updatedAt, commentCount, firstSeenAtMs, settled };
}
