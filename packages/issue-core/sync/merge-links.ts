import type { Refused } from './merge-issue.ts';
import { mergeSet, type SetDelta, type SetMerge, withoutRefused } from './merge-set.ts';
import { type MergeRules, mergeValue, type Versions } from './merge-value.ts';
import { otherSide, type PerSide, perSide, SIDES, type Side } from './side.ts';

/** Other ends of links, named alike on both sides (`read-links.ts`). */
export type LinkTokens = readonly string[];

export interface LinkMerge {
  readonly set: SetMerge;
  readonly conflict: boolean;
  readonly blocked: PerSide<ReadonlySet<string>>;
  readonly removed: boolean;
}

/** Three-way merge of the links of one kind; what has no half on the other side waits there. */
export function mergeLinks(
  versions: Versions<LinkTokens>,
  single: boolean,
  rules: MergeRules,
  refused: PerSide<Refused | null>,
): LinkMerge {
  const wanted = single ? mergeSingle(versions, rules) : mergeSet(versions, rules.writable);
  if (wanted === 'conflict') {
    return { set: NOTHING, conflict: true, blocked: perSide(() => new Set()), removed: false };
  }
  const before = perSide((side) => refused[side]?.names ?? new Set<string>());
  const blocked = perSide((side) => {
    const { add, remove } = wanted.deltas[side];
    return new Set([...add, ...remove].filter((token) => before[side].has(token)));
  });
  const set = withoutRefused(waitForHalves(wanted), before);
  return {
    set,
    blocked,
    conflict: false,
    removed: SIDES.some((side) =>
      versions.base[side].some((token) => !versions.current[side].includes(token)),
    ),
  };
}

const NO_DELTA: SetDelta = { add: [], remove: [] };
const NOTHING: SetMerge = {
  deltas: { a: NO_DELTA, b: NO_DELTA },
  left: { a: new Set(), b: new Set() },
};

/** Of a kind of which an issue has one at most, as a set of one. */
function mergeSingle(versions: Versions<LinkTokens>, rules: MergeRules): SetMerge | 'conflict' {
  const one = (tokens: LinkTokens) => tokens[0] ?? null;
  const current = perSide((side) => one(versions.current[side]));
  const base = perSide((side) => one(versions.base[side]));
  const kind = { equal: Object.is, translate: (token: string | null) => token };
  const decision = mergeValue<string | null>({ current, base }, kind, rules);
  switch (decision.kind) {
    case 'conflict':
      return 'conflict';
    case 'settled':
    case 'combined':
      return NOTHING;
    case 'left':
      return { ...NOTHING, left: perSide((side) => changedOn(side, current, base)) };
    case 'write': {
      const [value, before] = [decision.value, current[decision.to]];
      const delta = { add: value === null ? [] : [value], remove: before === null ? [] : [before] };
      return { ...NOTHING, deltas: perSide((side) => (side === decision.to ? delta : NO_DELTA)) };
    }
  }
}

function changedOn(side: Side, current: PerSide<string | null>, base: PerSide<string | null>) {
  if (current[side] === base[side]) return new Set<string>();
  return new Set([current[side], base[side]].flatMap((token) => (token === null ? [] : [token])));
}

function waitForHalves(merge: SetMerge): SetMerge {
  const hasHalf = (token: string) => !token.startsWith('?');
  const deltas = perSide((side) => {
    const { add, remove } = merge.deltas[side];
    return { add: add.filter(hasHalf), remove };
  });
  const left = perSide((side) => {
    const waiting = merge.deltas[otherSide(side)].add.filter((token) => !hasHalf(token));
    return new Set([...merge.left[side], ...waiting]);
  });
  return { deltas, left };
}
