import { FixpointError } from '@fixpoint/contracts/errors.ts';
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  type FakeTracker,
  type FakeTrackerOptions,
  type Fault,
  isWrite,
} from '../../testing/fake-tracker.ts';
import type { SyncOptions } from '../engine.ts';
import { SIDES } from '../side.ts';
import type { StoreWrite, SyncStore } from '../store-port.ts';
import type { SyncDirection } from '../sync-run.ts';
import { applyEdit, type Edit, edit, harmlessEdit } from './edits.ts';
import { expectBijection, expectConverged, expectNothingLost } from './expectations.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createWorld, type SyncWorld } from './sync-world.ts';

interface Round {
  readonly edits: readonly Edit[];
  readonly direction: SyncDirection;
  /** At the n-th request of the run. */
  readonly faults: ReadonlyMap<number, Fault>;
  readonly meanwhile: ReadonlyMap<number, Edit>;
}

/** So that the edits which follow have something to be about. */
const PROLOGUE: readonly Edit[] = [
  { side: 'a', kind: 'create', pick: 0 },
  { side: 'a', kind: 'create', pick: 0 },
  { side: 'b', kind: 'create', pick: 0 },
  { side: 'a', kind: 'comment', pick: 0 },
  { side: 'b', kind: 'comment', pick: 0 },
  { side: 'a', kind: 'attach', pick: 0 },
  { side: 'b', kind: 'attach', pick: 0 },
];

interface TrackerPair {
  readonly a: Partial<FakeTrackerOptions>;
  readonly b: Partial<FakeTrackerOptions>;
}

export const pairOfTrackers = fc.constantFrom<TrackerPair>(
  { a: {}, b: {} },
  {
    a: { tellsTime: true },
    b: {
      pageSize: 2,
      rewriting: {
        text: (text) => text.replace(/\r?\n/g, '\r\n').trimEnd(),
        label: (name) => name.toUpperCase(),
        fileName: (name) => name.replaceAll(' ', '_'),
        sizes: false,
      },
      capabilities: { 'in-progress': 'unsupported', 'close-reason': 'unsupported', relates: 'beside' },
    },
  },
  {
    a: {
      capabilities: {
        priority: 'unsupported',
        milestones: 'unsupported',
        'comment-changes-since': 'unsupported',
      },
    },
    b: { capabilities: { parent: 'beside', 'blocked-by': 'beside', 'several-assignees': 'unsupported' } },
  },
  {
    a: { people: ['ann', 'ben'], tellsTime: true, capabilities: { attachments: 'unsupported' } },
    b: { people: ['ben', 'cid'], tellsTime: true, capabilities: { 'delete-comment': 'unsupported' } },
  },
);

const MIN_DISTANCE = 3;
const at = fc.nat(60);
const faults = fc
  .array(fc.tuple(at, fc.constantFrom<Fault>('502-before', '502-after')), { maxLength: 3, size: 'max' })
  .map((entries) => new Map(apart(entries)));

/** A lost answer is made up for by asking again; of two in a row nobody can tell whether something was done and undone. */
function apart(entries: readonly [number, Fault][]): readonly [number, Fault][] {
  const sorted = entries.toSorted(([left], [right]) => left - right);
  return sorted.filter(
    ([call], index) => call - (sorted[index - 1]?.[0] ?? Number.NEGATIVE_INFINITY) > MIN_DISTANCE,
  );
}

const round: fc.Arbitrary<Round> = fc.record({
  edits: fc.array(edit, { maxLength: 10, size: 'max' }),
  direction: fc.constantFrom<SyncDirection>('both', 'both', 'a-to-b', 'b-to-a'),
  faults,
  meanwhile: fc.array(fc.tuple(at, harmlessEdit), { maxLength: 3 }).map((entries) => new Map(entries)),
});

export const rounds = fc.array(round, { minLength: 1, maxLength: 4, size: 'max' });

/** Properties 1, 2, 3, 4 and 8: whatever people did and the network lost, quiet trackers come to agree, and are left alone. */
export async function checkConvergence(numRuns: number, seed?: number): Promise<void> {
  const property = fc.asyncProperty(pairOfTrackers, rounds, async (trackers, given) => {
    await inWorld(trackers, async (world, ledger) => {
      for (const one of given) await play(world, ledger, one);
      await becomeQuiet(world);
      await expectBijection(world);
      await expectConverged(world);
      await expectNothingLost(world, ledger);
      await expectLeftAlone(world);
    });
  });
  await fc.assert(property, parameters(numRuns, seed));
}

/** Property 5: a dry run writes nothing, and lists what the run then does. */
export async function checkDryRun(numRuns: number, seed?: number): Promise<void> {
  const property = fc.asyncProperty(
    pairOfTrackers,
    rounds,
    fc.array(edit, { maxLength: 12, size: 'max' }),
    async (trackers, given, edits) => {
      await inWorld(trackers, async (world, ledger) => {
        for (const one of given) await play(world, ledger, { ...one, faults: new Map() });
        for (const one of edits) applyEdit(world, ledger, one);
        const [direction] = given.map((one) => one.direction);
        const before = await contentsOf(world);
        world.a.calls.length = 0;
        world.b.calls.length = 0;

        const plan = await world.sync({ dryRun: true, direction: direction ?? 'both' });

        expect([...world.a.calls, ...world.b.calls].filter(isWrite)).toEqual([]);
        expect(await contentsOf(world)).toEqual(before);
        const report = await world.sync({ direction: direction ?? 'both' });
        expect(plan.operations).toEqual(report.operations);
        expect(plan.created).toEqual(report.created);
      });
    },
  );
  await fc.assert(property, parameters(numRuns, seed));
}

class Crash extends Error {}

/**
 * Property 6: a run that dies at any call to a tracker or the store leaves nothing twice, and the next one ends its work;
 * also when the store has no transactions, and dies in the middle of a commit.
 */
export async function checkCrashes(numRuns: number, seed?: number): Promise<void> {
  const crashes = fc.array(fc.record({ after: fc.nat(120), wrote: fc.boolean(), tears: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  });
  const property = fc.asyncProperty(pairOfTrackers, rounds, crashes, async (trackers, given, deaths) => {
    await inWorld(trackers, async (world, ledger) => {
      for (const [index, one] of given.entries()) {
        for (const todo of one.edits) applyEdit(world, ledger, todo);
        const death = deaths[index % deaths.length];
        if (death) await dieAfter(world, death, one.direction);
      }
      await becomeQuiet(world);
      await expectBijection(world);
      await expectConverged(world);
    });
  });
  await fc.assert(property, parameters(numRuns, seed));
}

export async function inWorld(
  trackers: TrackerPair,
  work: (world: SyncWorld, ledger: Ledger) => Promise<void>,
): Promise<void> {
  const world = createWorld(trackers);
  try {
    const ledger = createLedger();
    for (const one of PROLOGUE) applyEdit(world, ledger, one);
    await work(world, ledger);
  } finally {
    world.close();
  }
}

export async function play(
  world: SyncWorld,
  ledger: Ledger,
  { edits, direction, faults: lost, meanwhile }: Round,
  options: Partial<SyncOptions> = {},
): Promise<void> {
  for (const one of edits) applyEdit(world, ledger, one);
  let calls = 0;
  const waiting: Edit[] = [];
  for (const side of SIDES) {
    world[side].onCall = (method) => {
      calls += 1;
      const other = meanwhile.get(calls);
      if (other) waiting.push(other);
      for (const one of waiting.splice(0)) {
        if (wouldBeDeleted(one, method)) waiting.push(one);
        else applyEdit(world, ledger, one);
      }
      return lost.get(calls) ?? 'none';
    };
  }
  try {
    await world.sync({ ...options, direction });
  } catch (error) {
    // A lost answer while reading stops the run; that is what the next one is for.
    if (!(error instanceof FixpointError) || error.code !== 'FORGE_UNAVAILABLE') throw error;
  } finally {
    calm(world);
  }
}

/** Between the last look at an issue, of which its files come first, and its deletion: no tracker deletes only what is as it was. */
function wouldBeDeleted({ kind }: Edit, method: string): boolean {
  return method === 'deleteIssue' || (kind === 'attach' && method === 'getIssue');
}

export interface Death {
  /** So many calls of the run are carried out. */
  readonly after: number;
  /** The call at which it dies was carried out too, if it was one to a tracker. */
  readonly wrote: boolean;
  /** Every write of a commit is a call of its own. */
  readonly tears?: boolean;
}

export async function dieAfter(
  world: SyncWorld,
  { after, wrote, tears = false }: Death,
  direction: SyncDirection,
): Promise<void> {
  let left = after;
  const live = (): boolean => {
    left -= 1;
    return left >= 0;
  };
  for (const side of SIDES) {
    const tracker: FakeTracker = world[side];
    tracker.onCall = () => {
      if (live()) return 'none';
      // The last request may have been carried out, though nobody lived to see it.
      if (left === -1 && wrote) return '502-after';
      throw new Crash('died');
    };
  }
  try {
    await world.sync({ direction, store: mortalStore(world.store, live, tears) });
  } catch (error) {
    const expected =
      error instanceof Crash || (error instanceof FixpointError && error.code === 'FORGE_UNAVAILABLE');
    if (!expected) throw error;
    world.pass();
  } finally {
    calm(world);
  }
}

function mortalStore(store: SyncStore, live: () => boolean, tears: boolean): SyncStore {
  return {
    ...store,
    async commit(writes: readonly StoreWrite[]) {
      for (const part of tears ? writes.map((write) => [write]) : [writes]) {
        if (!live()) throw new Crash('died');
        await store.commit(part);
      }
    },
  };
}

function calm(world: SyncWorld): void {
  for (const side of SIDES) world[side].onCall = () => 'none';
}

const MAX_QUIET_RUNS = 8;

/** Syncs until there is nothing to write, which must come soon. */
export async function becomeQuiet(world: SyncWorld, options: Partial<SyncOptions> = {}): Promise<void> {
  for (let count = 0; count < MAX_QUIET_RUNS; count += 1) {
    world.a.calls.length = 0;
    world.b.calls.length = 0;
    const report = await world.sync(options);
    expect(report.failed).toEqual([]);
    const writes = [...world.a.calls, ...world.b.calls].filter(isWrite);
    if (count > 0 && writes.length === 0) return;
  }
  expect.unreachable(`still writing after ${MAX_QUIET_RUNS} runs`);
}

/** Once time has gone on, each stream is asked once, and nothing else. */
async function expectLeftAlone(world: SyncWorld): Promise<void> {
  world.pass();
  await world.sync();
  world.a.calls.length = 0;
  world.b.calls.length = 0;
  const { conflicts } = await world.sync();
  // What a tracker refused, or people have not decided, differs from the base for as long as it is listed.
  if (conflicts > 0) return;
  for (const side of SIDES) {
    const streams = world[side].backend.capabilities['comment-changes-since'] === 'native' ? 2 : 1;
    const asked = world[side].calls;
    expect([...new Set(asked)]).toEqual(['changedIssues', 'changedComments'].slice(0, streams));
  }
}

async function contentsOf(world: SyncWorld): Promise<unknown> {
  const kinds = [
    'mapping',
    'work',
    'cursor',
    'conflict',
    'outbox',
    'run',
    'lease',
    'comment',
    'attachments',
    'done',
  ] as const;
  return Promise.all(kinds.map((kind) => world.store.list(kind, { prefix: '', after: null, limit: 10_000 })));
}

export function parameters(numRuns: number, seed: number | undefined) {
  return { numRuns, ...(seed === undefined ? {} : { seed }) };
}
