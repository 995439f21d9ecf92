import {
  conflictsOf,
  isLeft,
  type NewConflict,
  queueWrites,
  refusedConflict,
  rulingOf,
} from './conflict-queue.ts';
import { type LinkMerge, type LinkTokens, mergeLinks } from './merge-links.ts';
import { nextSetBase } from './merge-set.ts';
import type { Versions } from './merge-value.ts';
import { createLinkEnds, type LinkEnds, ownersOfChanges, readLinks } from './read-links.ts';
import { issueKey } from './record-keys.ts';
import type { LinkNumbers, Mapping } from './records.ts';
import { type PerSide, perSide, SIDES, type Side } from './side.ts';
import type { StoredRecord, StoreWrite } from './store-port.ts';
import { winnerOf } from './sync-issue.ts';
import type { SyncRun } from './sync-run.ts';
import { LINK_FIELDS, type LinkField } from './synced-fields.ts';
import { type LinkRefusals, writeLinks } from './write-links.ts';

export interface LinksSynced {
  readonly base: PerSide<LinkNumbers>;
  readonly queue: readonly StoreWrite[];
  readonly wrote: PerSide<boolean>;
  readonly left: PerSide<boolean>;
  /** A circle is in the way that another issue of this run may open. */
  readonly circle: boolean;
  /** A link went: a circle elsewhere may be open now. */
  readonly removed: boolean;
  /** An issue at the other end is yet to be mapped. */
  readonly waiting: boolean;
  /** Other issues whose links have to be looked at. */
  readonly owners: readonly string[];
}

/** Merges the links of two issues that are one, after every issue has its other half; the `first` try of a run is logged. */
export async function syncLinks(
  run: SyncRun,
  mapping: Mapping,
  stamps: PerSide<{ readonly updatedAt: string }>,
  first: boolean,
): Promise<LinksSynced> {
  const ends = createLinkEnds(run);
  const read = (side: Side) => readLinks(run, ends, side, mapping);
  const links = { a: await read('a'), b: await read('b') };
  const owners = await Promise.all(
    SIDES.map((side) =>
      ownersOfChanges(
        ends,
        perSide((of) => mapping.base[of].links),
        links,
        side,
      ),
    ),
  );
  const queued = (await conflictsOf(run.store, mapping.id)).filter(({ record }) => isLinkField(record.field));
  let open = queued;
  const base = perSide((side) => ({ ...mapping.base[side].links, fromOthers: links[side].fromOthers }));
  const result = {
    wrote: { a: false, b: false },
    left: { a: false, b: false },
    circle: false,
    removed: false,
  };
  const conflicts: NewConflict[] = [];
  // A later round comes after a link was removed, which may have opened it.
  const tryCircles = !first || run.resumed;
  let waiting = false;

  for (const field of run.synced.links) {
    if (!isAnywhere(field, mapping, links, queued)) continue;
    const versions = await tokensOf(ends, mapping, links, field);
    const sides = {
      value: perSide((side) => textOf(links[side][field])),
      base: perSide((side) => textOf(base[side][field])),
    };
    const merge = decide(run, field, versions, sides.value, queued, winnerOf(run.policy, stamps), tryCircles);
    result.removed ||= merge.removed;
    if (merge.conflict) {
      conflicts.push({ field, reason: 'both-changed', refusal: null, ...sides });
      continue;
    }
    open = open.filter(
      ({ record }) => record.field !== field || !isLeft(record, run.writable, merge.set.left),
    );
    const written = await writeLinks(run, ends, mapping, field, merge, first);
    const readBack = await rereadTokens(run, ends, mapping, field, versions, written.wrote);
    const fresh = perSide((side) =>
      withLost(written.refused[side], merge.set.deltas[side].add, readBack[side]),
    );
    const refused = perSide((side) => new Set([...merge.blocked[side], ...fresh[side].keys()]));
    const next = nextSetBase(versions, merge.set, readBack, refused);
    for (const side of SIDES) {
      base[side][field] = await numbersOf(ends, side, next[side]);
      result.wrote[side] ||= written.wrote[side];
      result.left[side] ||= merge.set.left[side].size > 0;
      waiting ||= await isWaiting(run, merge.set.left[side]);
      conflicts.push(...refusals(field, side, merge, fresh[side], sides, queued));
    }
    result.circle ||= written.circle;
  }
  result.removed ||= circleIsOver(open, conflicts);
  const at = new Date(run.now()).toISOString();
  const queue = queueWrites(open, mapping, isLinkField, conflicts, at);
  return { ...result, base, queue, waiting, owners: owners.flat() };
}

/** Most issues have no link of most kinds. */
function isAnywhere(
  field: LinkField,
  { base }: Mapping,
  links: PerSide<LinkNumbers>,
  queued: readonly StoredRecord<'conflict'>[],
): boolean {
  if (queued.some(({ record }) => record.field === field)) return true;
  return SIDES.some((side) => links[side][field].length + base[side].links[field].length > 0);
}

function decide(
  run: SyncRun,
  field: LinkField,
  versions: Versions<LinkTokens>,
  values: PerSide<string>,
  queued: readonly StoredRecord<'conflict'>[],
  preferred: Side | null,
  tryCircles: boolean,
): LinkMerge {
  const records = queued.map(({ record }) => record).filter((record) => record.field === field);
  const standing = records.find(({ reason }) => reason === 'both-changed');
  const ruling = standing ? rulingOf(standing, values) : null;
  const winner = ruling && 'winner' in ruling ? ruling.winner : preferred;
  const refused = perSide((side) => {
    const record = records.find(({ refusal }) => refusal?.by === side);
    if (!record?.refusal || run.force || record.resolution?.take === 'try-again') return null;
    if (record.reason === 'cycle' && tryCircles) return null;
    return { value: null, names: new Set(record.refusal.names) };
  });
  const accepted = records.some(
    ({ resolution, value }) =>
      resolution?.take === 'as-it-is' && SIDES.every((side) => value[side] === values[side]),
  );
  const base = accepted ? versions.current : versions.base;
  const rules = { writable: run.writable, winner };
  return mergeLinks({ current: versions.current, base }, field === 'parent', rules, refused);
}

function refusals(
  field: LinkField,
  side: Side,
  merge: LinkMerge,
  fresh: LinkRefusals,
  sides: Pick<NewConflict, 'value' | 'base'>,
  queued: readonly StoredRecord<'conflict'>[],
): readonly NewConflict[] {
  const names = new Set([...merge.blocked[side], ...fresh.keys()]);
  if (names.size === 0) return [];
  const [first] = fresh.values();
  const conflict = refusedConflict(field, side, { value: null, names }, first?.detail ?? '', sides);
  const wasCircle =
    merge.blocked[side].size > 0 &&
    queued.some(
      ({ record }) => record.field === field && record.refusal?.by === side && record.reason === 'cycle',
    );
  const circle = wasCircle || [...fresh.values()].some((refusal) => refusal.circle);
  return [circle ? { ...conflict, reason: 'cycle' } : conflict];
}

/** Some trackers answer that all is well, and have no link. */
function withLost(refused: LinkRefusals, added: LinkTokens, readBack: LinkTokens): LinkRefusals {
  const lost = added.filter((token) => !readBack.includes(token) && !refused.has(token));
  const detail = 'The tracker did not keep it.';
  return new Map([...refused, ...lost.map((token) => [token, { detail, circle: false }] as const)]);
}

/** A link that never got over has no base from which its removal could be told. */
function circleIsOver(queued: readonly StoredRecord<'conflict'>[], now: readonly NewConflict[]): boolean {
  const circles = queued.filter(({ record }) => record.reason === 'cycle');
  return circles.some(
    ({ record }) =>
      !now.some(({ field, refusal }) => {
        return field === record.field && refusal?.by === record.refusal?.by;
      }),
  );
}

async function tokensOf(
  ends: LinkEnds,
  mapping: Mapping,
  links: PerSide<LinkNumbers>,
  field: LinkField,
): Promise<Versions<LinkTokens>> {
  const of = (side: Side, numbers: readonly number[]) =>
    Promise.all(numbers.map((number) => ends.tokenOf(side, number)));
  const baseOf = (side: Side) => mapping.base[side].links[field];
  return {
    current: { a: await of('a', links.a[field]), b: await of('b', links.b[field]) },
    base: { a: await of('a', baseOf('a')), b: await of('b', baseOf('b')) },
  };
}

async function rereadTokens(
  run: SyncRun,
  ends: LinkEnds,
  mapping: Mapping,
  field: LinkField,
  versions: Versions<LinkTokens>,
  wrote: PerSide<boolean>,
): Promise<PerSide<LinkTokens>> {
  const of = async (side: Side): Promise<LinkTokens> => {
    if (!wrote[side]) return versions.current[side];
    const links = await readLinks(run, ends, side, mapping);
    return Promise.all(links[field].map((number) => ends.tokenOf(side, number)));
  };
  return { a: await of('a'), b: await of('b') };
}

async function numbersOf(ends: LinkEnds, side: Side, tokens: LinkTokens): Promise<number[]> {
  const numbers = await Promise.all(tokens.map((token) => ends.numberOf(side, token)));
  return numbers.flatMap((number) => (number === null ? [] : [number]));
}

/** Only for what is on its way: an issue of another kind, or a deleted one, would be waited for in vain. */
async function isWaiting(run: SyncRun, tokens: ReadonlySet<string>): Promise<boolean> {
  for (const token of tokens) {
    const [side, number] = token.slice(1).split('/');
    if (!token.startsWith('?') || (side !== 'a' && side !== 'b')) continue;
    if (await run.store.get('work', issueKey(side, Number(number)))) return true;
  }
  return false;
}

function textOf(numbers: readonly number[]): string {
  return numbers.map((number) => `#${number}`).join(', ');
}

function isLinkField(field: string): boolean {
  return LINK_FIELDS.some((known) => known === field);
}
