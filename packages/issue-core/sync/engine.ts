import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { IssueBackend } from '../backend/port.ts';
import { countConflicts } from './conflicts.ts';
import { dryBackend } from './dry-backend.ts';
import { fullScan } from './full-scan.ts';
import { createGraveyard } from './graveyard.ts';
import { type LeaseHolder, takeLease } from './lease.ts';
import { lookAgain } from './look-again.ts';
import { createOperationLog } from './operations.ts';
import { overlayStore } from './overlay-store.ts';
import { type SyncProgress, startPhase } from './progress.ts';
import { pullChanges, workFor } from './pull-changes.ts';
import type { Conflict } from './records.ts';
import { recoverCreated } from './recover-created.ts';
import type { SyncReport } from './report.ts';
import { type PerSide, perSide, type Side } from './side.ts';
import { recordsBelow, type SyncStore } from './store-port.ts';
import {
  createTrackerClock,
  type DeletePolicy,
  type SyncDirection,
  type SyncPolicy,
  type SyncRun,
} from './sync-run.ts';
import { syncedFields } from './synced-fields.ts';
import { createTally, type Tally } from './tally.ts';
import { createTargetNames } from './target-names.ts';
import { tieByMarker } from './tie.ts';
import { unassignedPeople } from './unassigned.ts';
import { createUserNames, type SamePerson } from './user-names.ts';
import { withNamesOfA } from './with-names-of-a.ts';
import { workThrough } from './work-through.ts';
import { writeBehind } from './write-behind.ts';

export interface SyncOptions {
  readonly a: IssueBackend;
  readonly b: IssueBackend;
  readonly store: SyncStore;
  readonly direction: SyncDirection;
  /** Of what both sides changed: `newer` compares the stamps of two clocks, and is as right as they are. */
  readonly policy?: SyncPolicy;
  /** What becomes of an issue whose other half was deleted. */
  readonly deletes?: DeletePolicy;
  /** Reads every issue, so that deletions are found too. */
  readonly fullScan?: boolean;
  /** A full scan that looks at everything again, retries what was refused, and takes any number of deletions. */
  readonly force?: boolean;
  /** Writes nothing anywhere; the report's operations are those that a run would carry out. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SyncProgress) => void;
  /** People who have another login at each tracker; all others have the same. */
  readonly users?: readonly SamePerson[];
  /** Names this run; a random one when left out. */
  readonly runId?: string;
  /** Whether a run of that name, which holds the pair, is known to be over: it is taken over at once. */
  readonly isOver?: (runId: string) => boolean;
  /** Milliseconds; for distances and for what people read, never compared with a tracker's clock. */
  readonly now?: () => number;
  /** Milliseconds; ends when the signal fires. */
  readonly wait?: (ms: number) => Promise<void>;
}

const NO_LEASE: LeaseHolder = { renew: () => Promise.resolve(), release: () => Promise.resolve() };

/**
 * Syncs two trackers, field by field, from where the last run stopped. It may be interrupted anywhere: what was not done
 * is done by the next run, and nothing twice.
 *
 * @throws the reason of the signal; FixpointError LOCAL_STORE_BUSY while another run is at this pair, SYNC_IMPLAUSIBLE, and errors of the
 * trackers and the store that concern more than one issue
 */
export async function runSync(options: SyncOptions): Promise<SyncReport> {
  return options.dryRun
    ? syncPair(options)
    : writeBehind(options, (behind) => syncPair({ ...options, ...behind }));
}

async function syncPair(options: SyncOptions): Promise<SyncReport> {
  const now = options.now ?? Date.now;
  const dryRun = options.dryRun ?? false;
  const store = dryRun ? overlayStore(options.store) : options.store;
  const { runId = randomUUID(), isOver = () => false } = options;
  const lease = dryRun ? NO_LEASE : await takeLease(store, { runId, now, isOver });
  try {
    const last = await store.get('run', 'last');
    const resumed = last !== null && last.endedAt === null;
    const run = createRun(options, store, lease, now, resumed);
    const tally = createTally();
    const record = { runId, startedAt: new Date(now()).toISOString(), endedAt: null, outcome: null };
    await store.commit([{ op: 'put', kind: 'run', key: 'last', record }]);
    await syncAll(run, options, tally);
    const endedAt = new Date(now()).toISOString();
    const outcome = `${tally.failed.size} failed`;
    await store.commit([{ op: 'put', kind: 'run', key: 'last', record: { ...record, endedAt, outcome } }]);
    await lease.release();
    return await reportOf(run, tally, dryRun);
  } catch (error) {
    // A store that fails here too lets the lease run out by itself; the first error says more.
    await lease.release().catch(() => undefined);
    throw error;
  }
}

async function syncAll(run: SyncRun, options: SyncOptions, tally: Tally): Promise<void> {
  const onProgress = options.onProgress ?? (() => undefined);
  const reading = startPhase('reading', null, run.now, onProgress);
  const seen: Record<Side, number> = { a: 0, b: 0 };
  const onPage = (side: Side, count: number) => {
    seen[side] = count;
    reading.tell(seen.a + seen.b);
  };
  const moved = { a: false, b: false };
  for (const side of run.sources) moved[side] = await pullChanges(run, side, onPage);
  if (options.fullScan || run.force) {
    for (const side of run.sources) await fullScan(run, side, onPage);
  }
  const held = await recoverCreated(run);
  await tieByMarker(run);
  await takeUpConflicts(run, ({ reason, resolution }) => {
    // Of one that was decided while a run went on, that run has taken the work away.
    if (run.force || resolution !== null) return true;
    // The circle may have been open to a later round, which the run before did not come to.
    if (reason === 'cycle') return run.resumed;
    return run.policy !== 'manual' && reason !== 'refused';
  });
  await workThrough(run, held, tally, onProgress);
  if (!options.dryRun) await lookAgain(run, moved);
}

async function takeUpConflicts(run: SyncRun, takesUp: (conflict: Conflict) => boolean): Promise<void> {
  for (const { record } of await recordsBelow(run.store, 'conflict', '')) {
    if (!takesUp(record)) continue;
    await run.store.commit(run.sources.map((side) => workFor(side, record.number[side])));
  }
}

function createRun(
  options: SyncOptions,
  store: SyncStore,
  lease: LeaseHolder,
  now: () => number,
  resumed: boolean,
): SyncRun {
  const { direction, signal } = options;
  const { a, b, users = [] } = options;
  const names = createUserNames(users, { a: a.kind, b: b.kind });
  const named = { a, b: users.length === 0 ? b : withNamesOfA(b, names) };
  const backends = perSide((side) => (options.dryRun ? dryBackend(named[side]) : named[side]));
  const log = createOperationLog();
  const force = options.force ?? false;
  const writing = signal ? { signal } : {};
  return {
    backends,
    store,
    writable: { a: direction !== 'a-to-b', b: direction !== 'b-to-a' },
    sources: sourcesOf(direction),
    policy: options.policy ?? 'manual',
    deletes: options.deletes ?? 'close',
    force,
    resumed,
    synced: syncedFields(perSide((side) => backends[side].capabilities)),
    log,
    writing,
    names: perSide((side) => createTargetNames(backends, side, log, writing)),
    clocks: perSide((side) => createTrackerClock(backends[side].uniqueStamps ?? false)),
    ownLogin: perSide((side) => asked(async () => (await backends[side].currentUser()).login)),
    graveyard: createGraveyard(store, force),
    now,
    wait: options.wait ?? ((ms) => delay(ms, undefined, writing)),
    async step() {
      signal?.throwIfAborted();
      await lease.renew();
    },
  };
}

function sourcesOf(direction: SyncDirection): readonly Side[] {
  switch (direction) {
    case 'a-to-b':
      return ['a'];
    case 'b-to-a':
      return ['b'];
    case 'both':
      return ['a', 'b'];
  }
}

/** Once, and again after it failed. */
function asked<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: T | null = null;
  return async () => {
    answer ??= await ask();
    return answer;
  };
}

async function reportOf(run: SyncRun, tally: Tally, dryRun: boolean): Promise<SyncReport> {
  const created: PerSide<number> = { ...tally.created };
  return {
    dryRun,
    created,
    updated: tally.updated.size,
    unchanged: tally.unchanged.size,
    tombstoned: tally.tombstoned,
    left: tally.left,
    attachments: { ...tally.attachments, created: { ...tally.attachments.created } },
    failed: [...tally.failed.values()],
    conflicts: await countConflicts(run.store),
    unassigned: await unassignedPeople(run.store),
    operations: run.log.listed,
    operationCount: run.log.total,
  };
}
