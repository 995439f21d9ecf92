import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Issue } from '../model/issue.ts';
import { type Applied, applyPatches, refusedByField } from './apply-patches.ts';
import { isAsMerged } from './as-merged.ts';
import {
  canonicalFields,
  type IssueField,
  type IssueFields,
  SCALAR_FIELDS,
  SET_FIELDS,
} from './canonical.ts';
import {
  conflictsOf,
  isLeft,
  type Left,
  type NewConflict,
  queueWrites,
  readQueue,
  refusedConflict,
  textOf,
} from './conflict-queue.ts';
import { type FieldPatch, isSetPatch, toChange } from './issue-change.ts';
import { type IssueMerge, type IssueMergeInput, mergeIssue, nextBases, type Refused } from './merge-issue.ts';
import { foldedSet } from './merge-set.ts';
import type { Mapping } from './records.ts';
import { type PerSide, perSide, SIDES, type Side } from './side.ts';
import type { StoreWrite } from './store-port.ts';
import { isMissing } from './sync-errors.ts';
import type { SyncPolicy, SyncRun } from './sync-run.ts';

export interface IssueSynced {
  readonly mapping: Mapping;
  readonly issues: PerSide<Issue>;
  readonly touched: PerSide<boolean>;
  readonly left: PerSide<boolean>;
}

const NEITHER: PerSide<boolean> = { a: false, b: false };
const ISSUE_FIELDS: readonly string[] = [...SCALAR_FIELDS, ...SET_FIELDS];

/**
 * The issue as its tracker has it now; null when it is gone. A tracker that cannot be read at all says nothing about an
 * issue.
 *
 * @throws FixpointError SYNC_IMPLAUSIBLE when another issue bears its number
 */
export async function readIssue(run: SyncRun, side: Side, mapping: Mapping): Promise<Issue | null> {
  const backend = run.backends[side];
  try {
    const issue = await backend.getIssue(mapping.number[side]);
    run.clocks[side].see(issue);
    if (issue.id === mapping.issueId[side]) return issue;
  } catch (error) {
    if (!isMissing(error) || !(await backend.isReadable())) throw error;
    return null;
  }
  throw new FixpointError(
    'SYNC_IMPLAUSIBLE',
    `#${mapping.number[side]} of ${backend.kind} is another issue than the one that was synced: was the repository replaced?`,
  );
}

/** Merges the fields of two issues that are one, and carries out what follows; comments and links are not among them. */
export async function syncFields(
  run: SyncRun,
  mapping: Mapping,
  issues: PerSide<Issue>,
): Promise<IssueSynced> {
  const current = perSide((side) => canonicalFields(issues[side]));
  const queued = await conflictsOf(run.store, mapping.id);
  if (queued.length === 0 && isAsMerged(run.synced, mapping, current)) {
    return { mapping, issues, touched: NEITHER, left: NEITHER };
  }
  const queue = readQueue(queued, mapping, current, run.force);
  const winner = winnerOf(run.policy, issues);
  const input: IssueMergeInput = {
    current,
    base: queue.base,
    history: queue.history,
    synced: run.synced,
    rules: { writable: run.writable, winner },
  };
  const merge = mergeIssue(input);

  const applied: { a: Applied; b: Applied } = perSide((side) => ({ issue: issues[side], refusals: [] }));
  let known = mapping;
  for (const side of SIDES) {
    const patches = merge.patches[side];
    if (patches.length === 0) continue;
    await run.step();
    const issue = { side: mapping.origin, number: mapping.number[mapping.origin] };
    run.log.add({ kind: 'update-issue', on: side, issue, change: toChange(patches) });
    applied[side] = await applyPatches(run, side, issues[side], patches);
    // What one side took is known before the other is asked, which may fail.
    if (side === 'a' && merge.patches.b.length > 0) {
      known = withBases(mapping, input, merge, applied, allNames(merge.patches.b));
      await run.store.commit([{ op: 'put', kind: 'mapping', key: mapping.id, record: known }]);
    }
  }

  const next = withBases(mapping, input, merge, applied, null);
  const conflicts = conflictsAfter(input, merge, applied);
  const at = new Date(run.now()).toISOString();
  const unchanged = SIDES.every((side) => sameBase(next.base[side].fields, known.base[side].fields));
  const writes: StoreWrite[] = unchanged
    ? []
    : [{ op: 'put', kind: 'mapping', key: mapping.id, record: next }];
  const open = queued.filter(({ record }) => !isLeft(record, run.writable, leftOf(merge, record.field)));
  writes.push(...queueWrites(open, mapping, (field) => ISSUE_FIELDS.includes(field), conflicts, at));
  if (writes.length > 0) await run.store.commit(writes);
  return {
    mapping: next,
    issues: perSide((side) => applied[side].issue),
    touched: perSide((side) => merge.patches[side].length > 0),
    left: merge.left,
  };
}

/** The bases after what was applied; `pendingOnB` stands for what the other side is yet to be asked. */
function withBases(
  mapping: Mapping,
  input: IssueMergeInput,
  merge: IssueMerge,
  applied: PerSide<Applied>,
  pendingOnB: ReadonlyMap<IssueField, Refused> | null,
): Mapping {
  const bases = nextBases(
    input,
    merge,
    perSide((side) => canonicalFields(applied[side].issue)),
    { a: refusedByField(applied.a.refusals), b: pendingOnB ?? refusedByField(applied.b.refusals) },
  );
  return { ...mapping, base: perSide((side) => ({ ...mapping.base[side], fields: bases[side] })) };
}

function allNames(patches: readonly FieldPatch[]): ReadonlyMap<IssueField, Refused> {
  return new Map(
    patches.map((patch) => {
      const names = isSetPatch(patch) ? foldedSet([...patch.add, ...patch.remove]) : new Set<string>();
      return [patch.field, { value: null, names }];
    }),
  );
}

function leftOf({ scalars, sets }: IssueMerge, field: string): Left {
  for (const [name, { left }] of sets) if (name === field) return left;
  const isValue = [...scalars].some(([name, { kind }]) => name === field && kind === 'left');
  return perSide(() => (isValue ? 'all' : new Set<string>()));
}

/** To the letter: how a name is spelled matters when it is given back. */
function sameBase(left: IssueFields, right: IssueFields): boolean {
  return [...SCALAR_FIELDS, ...SET_FIELDS].every((field) => textOf(left, field) === textOf(right, field));
}

/** Equal stamps, and none, say nothing about which is newer: then people decide. */
export function winnerOf(policy: SyncPolicy, changed: PerSide<{ readonly updatedAt: string }>): Side | null {
  if (policy === 'manual') return null;
  if (policy !== 'newer') return policy;
  const [a, b] = [Date.parse(changed.a.updatedAt), Date.parse(changed.b.updatedAt)];
  if (a > b) return 'a';
  return b > a ? 'b' : null;
}

function conflictsAfter(
  input: IssueMergeInput,
  merge: IssueMerge,
  applied: PerSide<Applied>,
): readonly NewConflict[] {
  const valuesOf = (field: IssueField) => ({
    value: perSide((side) => textOf(canonicalFields(applied[side].issue), field)),
    base: perSide((side) => textOf(input.base[side], field)),
  });
  const both = merge.conflicts.map((field): NewConflict => {
    return { field, reason: 'both-changed', refusal: null, ...valuesOf(field) };
  });
  const refused = SIDES.flatMap((side) => {
    const now = refusedByField(applied[side].refusals);
    const fields = new Set([...now.keys(), ...merge.blocked[side].keys()]);
    return [...fields].map((field) => {
      const [fresh, before] = [now.get(field), merge.blocked[side].get(field)];
      const names = new Set([...(fresh?.names ?? []), ...(before?.names ?? [])]);
      const refusal = { value: fresh?.value ?? before?.value ?? null, names };
      const detail = applied[side].refusals.find((one) => one.field === field)?.detail ?? '';
      return refusedConflict(field, side, refusal, detail, valuesOf(field));
    });
  });
  return [...both, ...refused];
}
