import { fold } from '../query/fold.ts';
import { canonicalNames } from './canonical.ts';
import type { Versions } from './merge-value.ts';
import { otherSide, type PerSide, perSide, SIDES, type Side } from './side.ts';

/** What a side is to be given; names as the other side spells them. */
export interface SetDelta {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface SetMerge {
  readonly deltas: PerSide<SetDelta>;
  /** Folded names that changed on this side and are not carried to the other by this run. */
  readonly left: PerSide<ReadonlySet<string>>;
}

/**
 * Three-way merge of two sets, name by name, so that it never conflicts: what only one side changed goes to the other; of an
 * addition here and a removal there, the addition stands.
 */
export function mergeSet(
  { current, base }: Versions<readonly string[]>,
  writable: PerSide<boolean>,
): SetMerge {
  const has = perSide((side) => byFolded(current[side]));
  const had = perSide((side) => byFolded(base[side]));
  const add = { a: [] as string[], b: [] as string[] };
  const remove = { a: [] as string[], b: [] as string[] };
  const left = { a: new Set<string>(), b: new Set<string>() };

  const everyName = new Set([...has.a.keys(), ...has.b.keys(), ...had.a.keys(), ...had.b.keys()]);
  for (const name of everyName) {
    if (has.a.has(name) === has.b.has(name)) continue;
    const changed = SIDES.filter((side) => has[side].has(name) !== had[side].has(name));
    const from = changed.length === 2 ? changed.find((side) => has[side].has(name)) : changed[0];
    if (!from) continue;
    const to = otherSide(from);
    const spelled = has[from].get(name);
    if (!writable[to]) left[from].add(name);
    else if (spelled !== undefined) add[to].push(spelled);
    else remove[to].push(has[to].get(name) ?? name);
  }
  return { deltas: perSide((side) => ({ add: add[side], remove: remove[side] })), left };
}

/**
 * The bases afterwards, name by name. Only names of a delta are taken from what was read back: a name that appears there
 * unasked is an edit by somebody else, to be carried the next time. `refused` are folded names that a side did not take.
 */
export function nextSetBase(
  { current, base }: Versions<readonly string[]>,
  merge: SetMerge,
  readBack: PerSide<readonly string[]>,
  refused: PerSide<ReadonlySet<string>>,
): PerSide<readonly string[]> {
  return perSide((side) => {
    const written = foldedSet([...merge.deltas[side].add, ...merge.deltas[side].remove]);
    const source = (name: string): readonly string[] => {
      if (merge.left[side].has(name) || refused[otherSide(side)].has(name)) return base[side];
      return written.has(name) && !refused[side].has(name) ? readBack[side] : current[side];
    };
    const everyName = [...readBack[side], ...current[side], ...base[side]];
    return canonicalNames(everyName.flatMap((name) => byFolded(source(fold(name))).get(fold(name)) ?? []));
  });
}

/** Without names that this side refused before: they are not asked for again. */
export function withoutRefused(merge: SetMerge, refused: PerSide<ReadonlySet<string>>): SetMerge {
  const keep = (side: Side) => (name: string) => !refused[side].has(fold(name));
  const deltas = perSide((side) => ({
    add: merge.deltas[side].add.filter(keep(side)),
    remove: merge.deltas[side].remove.filter(keep(side)),
  }));
  return { ...merge, deltas };
}

export function foldedSet(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(fold));
}

export function isEmptyDelta({ add, remove }: SetDelta): boolean {
  return add.length === 0 && remove.length === 0;
}

function byFolded(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [fold(name), name]));
}
