import type { Issue } from '../model/issue.ts';
import { canonicalFields, sameFields } from './canonical.ts';
import { knowsFiles } from './known-files.ts';
import { workFor } from './pull-changes.ts';
import { issueKey } from './record-keys.ts';
import type { Mapping, Seen } from './records.ts';
import { type PerSide, perSide, SIDES, type Side } from './side.ts';
import type { StoreWrite } from './store-port.ts';
import { isMissing } from './sync-errors.ts';
import { readIssue } from './sync-issue.ts';
import type { OpenPair } from './sync-item.ts';
import { type LinksSynced, syncLinks } from './sync-links.ts';
import { type SyncRun, seenOf } from './sync-run.ts';

export type Finished = Pick<LinksSynced, 'circle' | 'removed' | 'owners'> & { readonly updated: boolean };

const NOTHING: Finished = { circle: false, removed: false, owners: [], updated: false };

/**
 * The second half of a pair: its links, and how far each side is read. Then the pair is no work any more, unless its links
 * wait for another issue.
 */
export async function finishPair(
  run: SyncRun,
  mapping: Mapping,
  pair: OpenPair,
  first: boolean,
): Promise<Finished> {
  if (mapping.status !== 'live') return NOTHING;
  try {
    return await finishLive(run, mapping, pair, first);
  } catch (error) {
    if (!isMissing(error) || !(await isHalfGone(run, mapping))) throw error;
    // What becomes of the other half is decided with its fields, by the next run.
    await run.store.commit(run.sources.map((side) => workFor(side, mapping.number[side])));
    return NOTHING;
  }
}

async function isHalfGone(run: SyncRun, mapping: Mapping): Promise<boolean> {
  const found = await Promise.all(SIDES.map((side) => readIssue(run, side, mapping)));
  return found.includes(null);
}

async function finishLive(run: SyncRun, mapping: Mapping, pair: OpenPair, first: boolean): Promise<Finished> {
  const seen = {
    a: pair.seen.a ?? (await readAgain(run, 'a', mapping, pair)),
    b: pair.seen.b ?? (await readAgain(run, 'b', mapping, pair)),
  };
  const links =
    run.synced.links.length === 0 ? withoutLinks(mapping) : await syncLinks(run, mapping, pair.stamps, first);
  const stale = (side: Side) => links.wrote[side] || links.left[side] || pair.left[side];
  const next: Mapping = {
    ...mapping,
    base: perSide((side) => ({ ...mapping.base[side], links: links.base[side] })),
    seen: perSide((side) => (stale(side) ? null : seen[side])),
  };
  await run.store.commit([
    { op: 'put', kind: 'mapping', key: mapping.id, record: next },
    ...links.queue,
    ...(links.waiting ? [] : await workAfter(run, mapping, pair)),
    ...(await workForOwners(run, links.owners)),
  ]);
  if (pair.failure && first) throw pair.failure.error;
  const { circle, removed, owners } = links;
  return { circle, removed, owners, updated: SIDES.some((side) => links.wrote[side]) };
}

/** What was seen of their links from here is seen no second time, also of a side from which this run does not carry. */
async function workForOwners(run: SyncRun, owners: readonly string[]): Promise<readonly StoreWrite[]> {
  const writes: StoreWrite[] = [];
  for (const id of owners) {
    const mapping = await run.store.get('mapping', id);
    if (!mapping) continue;
    for (const side of SIDES) {
      const number = mapping.number[side];
      // One that failed goes on counting its attempts.
      if (!(await run.store.get('work', issueKey(side, number)))) writes.push(workFor(side, number));
    }
  }
  return writes;
}

/** Of the side from which a one-way run does not read, work stays for a run that does. */
export function doneWrites(run: SyncRun, mapping: Mapping): readonly StoreWrite[] {
  return run.sources.map((side) => ({
    op: 'remove',
    kind: 'work',
    key: issueKey(side, mapping.number[side]),
  }));
}

/** A file that failed stays work of the side that has it, where its attempts are counted. */
async function workAfter(
  run: SyncRun,
  mapping: Mapping,
  { failure, stamps, linksOnly }: OpenPair,
): Promise<readonly StoreWrite[]> {
  const done = doneWrites(run, mapping);
  if (linksOnly) return withoutFailed(run, done);
  if (!failure) return done;
  const { side } = failure;
  const number = mapping.number[side];
  const key = issueKey(side, number);
  const kept: readonly StoreWrite[] = (await run.store.get('work', key))
    ? []
    : [workFor(side, number, stamps[side].updatedAt)];
  return [...done.filter((write) => write.key !== key), ...kept];
}

async function withoutFailed(run: SyncRun, done: readonly StoreWrite[]): Promise<readonly StoreWrite[]> {
  const listed = await Promise.all(done.map(({ key }) => run.store.get('work', key)));
  return done.filter((_, at) => (listed[at]?.attempts ?? 0) === 0);
}

/** After our own writes: what else happened meanwhile must not be taken for seen. */
async function readAgain(run: SyncRun, side: Side, mapping: Mapping, pair: OpenPair): Promise<Seen | null> {
  if (!pair.touched[side] || !run.synced.commentStream[side]) return null;
  const startedMs = run.now();
  const issue: Issue = await run.backends[side].getIssue(mapping.number[side]);
  run.clocks[side].see(issue);
  if (!sameFields(canonicalFields(issue), mapping.base[side].fields, run.synced.issue)) return null;
  if (!(await knowsFiles(run, side, mapping))) return null;
  return seenOf(issue, mapping.seen[side], run.clocks[side].isPast(issue.updatedAt), startedMs);
}

function withoutLinks(mapping: Mapping): LinksSynced {
  const none: PerSide<boolean> = { a: false, b: false };
  const base = perSide((side) => mapping.base[side].links);
  return {
    base,
    queue: [],
    wrote: none,
    left: none,
    circle: false,
    removed: false,
    waiting: false,
    owners: [],
  };
}
