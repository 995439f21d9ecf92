import { fold } from '../query/fold.ts';
import {
  type IssueField,
  type IssueFields,
  isSetField,
  type ScalarField,
  type SetField,
} from './canonical.ts';
import type { FieldPatch } from './issue-change.ts';
import { isEmptyDelta, mergeSet, nextSetBase, type SetMerge, withoutRefused } from './merge-set.ts';
import { mergeText } from './merge-text.ts';
import {
  type MergeRules,
  mergeValue,
  nextBase,
  type ValueDecision,
  type ValueKind,
  type Versions,
} from './merge-value.ts';
import { otherSide, type PerSide, perSide, SIDES, type Side } from './side.ts';
import type { SyncedFields } from './synced-fields.ts';

/** What people decided about a field, and what trackers refused: from the conflict queue. */
export interface FieldHistory {
  /** Whose value stands, or a text for both; it holds only for the values that were looked at. */
  readonly ruling: { readonly winner: Side } | { readonly text: string } | null;
  /** What each side refused, and was not asked to try again. */
  readonly refused: PerSide<Refused | null>;
}

export interface Refused {
  readonly value: string | null;
  /** Of a set, folded. */
  readonly names: ReadonlySet<string>;
}

export interface IssueMergeInput {
  readonly current: PerSide<IssueFields>;
  readonly base: PerSide<IssueFields>;
  readonly synced: SyncedFields;
  readonly rules: MergeRules;
  readonly history: ReadonlyMap<IssueField, FieldHistory>;
}

export interface IssueMerge {
  readonly patches: PerSide<readonly FieldPatch[]>;
  readonly conflicts: readonly ScalarField[];
  /** Refused before and still wanted: not asked for again. */
  readonly blocked: PerSide<ReadonlyMap<IssueField, Refused>>;
  /** Something changed on this side that this run does not carry. */
  readonly left: PerSide<boolean>;
  readonly scalars: ReadonlyMap<ScalarField, ValueDecision<string | null>>;
  readonly sets: ReadonlyMap<SetField, SetMerge>;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Merges two issues field by field. Pure: what is to be written, what is left to people, nothing else. */
export function mergeIssue(input: IssueMergeInput): IssueMerge {
  const scalars = new Map<ScalarField, ValueDecision<string | null>>();
  const sets = new Map<SetField, SetMerge>();
  const blocked = perSide(() => new Map<IssueField, Refused>());
  const patches = perSide((): FieldPatch[] => []);
  for (const field of input.synced.issue) {
    if (isSetField(field)) {
      const set = mergeSetField(field, input, blocked);
      sets.set(field, set);
      for (const side of SIDES) {
        if (!isEmptyDelta(set.deltas[side])) patches[side].push({ field, ...set.deltas[side] });
      }
    } else {
      const decision = mergeScalarField(field, input, blocked);
      scalars.set(field, decision);
      if (decision.kind !== 'write' && decision.kind !== 'combined') continue;
      for (const side of writtenSides(decision)) patches[side].push({ field, value: decision.value });
    }
  }
  return {
    patches,
    blocked,
    scalars,
    sets,
    conflicts: [...scalars].flatMap(([field, { kind }]) => (kind === 'conflict' ? [field] : [])),
    left: perSide((side) => leftOn(side, scalars, sets, input.rules)),
  };
}

/**
 * The bases once the patches were carried out. `readBack` is what a side answered, or its current fields where nothing was
 * written; of `refused` fields and folded names the bases stay.
 */
export function nextBases(
  input: IssueMergeInput,
  merge: IssueMerge,
  readBack: PerSide<IssueFields>,
  refused: PerSide<ReadonlyMap<IssueField, Refused>>,
): PerSide<IssueFields> {
  const next = perSide((side) => ({ ...input.base[side] }));
  for (const [field, decision] of merge.scalars) {
    if (SIDES.some((side) => refused[side].has(field))) continue;
    const answered = perSide((side) => readBack[side][field]);
    const bases = nextBase(valuesOf(field, input), decision, answered, input.rules.writable);
    for (const side of SIDES) next[side][field] = bases[side];
  }
  for (const [field, set] of merge.sets) {
    const names = perSide((side) => {
      const [now, before] = [refused[side].get(field), merge.blocked[side].get(field)];
      return new Set([...(now?.names ?? []), ...(before?.names ?? [])]);
    });
    const answered = perSide((side) => readBack[side][field]);
    const bases = nextSetBase(namesOf(field, input), set, answered, names);
    for (const side of SIDES) next[side][field] = bases[side];
  }
  return next;
}

function mergeScalarField(
  field: ScalarField,
  input: IssueMergeInput,
  blocked: PerSide<Map<IssueField, Refused>>,
): ValueDecision<string | null> {
  const decision = decideScalar(field, input);
  if (decision.kind !== 'write' && decision.kind !== 'combined') return decision;
  for (const side of writtenSides(decision)) {
    const before = input.history.get(field)?.refused[side];
    if (!before || before.value !== decision.value) continue;
    blocked[side].set(field, before);
    return { kind: 'left' };
  }
  return decision;
}

function decideScalar(field: ScalarField, input: IssueMergeInput): ValueDecision<string | null> {
  const versions = valuesOf(field, input);
  const ruling = input.history.get(field)?.ruling ?? null;
  if (ruling && 'text' in ruling) {
    const to = SIDES.filter((side) => input.rules.writable[side] && versions.current[side] !== ruling.text);
    return { kind: 'combined', value: ruling.text, to };
  }
  const winner = ruling?.winner ?? input.rules.winner;
  return mergeValue(versions, kindOf(field, input.synced), { ...input.rules, winner });
}

function kindOf(field: ScalarField, synced: SyncedFields): ValueKind<string | null> {
  return {
    equal: (left, right) => left === right,
    translate: (value, to) =>
      field === 'state' && value !== null ? synced.translateState(value, to) : value,
    ...(field === 'body' ? { combine: (base, a, b) => mergeText(base ?? '', a ?? '', b ?? '') } : {}),
  };
}

function mergeSetField(
  field: SetField,
  input: IssueMergeInput,
  blocked: PerSide<Map<IssueField, Refused>>,
): SetMerge {
  const wanted = mergeSet(namesOf(field, input), input.rules.writable);
  const refused = input.history.get(field)?.refused;
  const before = perSide((side) => refused?.[side]?.names ?? NO_NAMES);
  for (const side of SIDES) {
    const { add, remove } = wanted.deltas[side];
    const names = new Set([...add, ...remove].map(fold).filter((name) => before[side].has(name)));
    if (names.size > 0) blocked[side].set(field, { value: null, names });
  }
  return withoutRefused(wanted, before);
}

function writtenSides(
  decision: Extract<ValueDecision<string | null>, { kind: 'write' | 'combined' }>,
): readonly Side[] {
  return decision.kind === 'write' ? [decision.to] : decision.to;
}

function leftOn(
  side: Side,
  scalars: IssueMerge['scalars'],
  sets: IssueMerge['sets'],
  { writable }: MergeRules,
): boolean {
  if (writable[otherSide(side)]) return false;
  const leftScalar = [...scalars.values()].some(({ kind }) => kind === 'left' || kind === 'combined');
  return leftScalar || [...sets.values()].some((set) => set.left[side].size > 0);
}

function valuesOf(field: ScalarField, { current, base }: IssueMergeInput): Versions<string | null> {
  return { current: perSide((side) => current[side][field]), base: perSide((side) => base[side][field]) };
}

function namesOf(field: SetField, { current, base }: IssueMergeInput): Versions<readonly string[]> {
  return { current: perSide((side) => current[side][field]), base: perSide((side) => base[side][field]) };
}
