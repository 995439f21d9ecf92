import type { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Issue } from '../model/issue.ts';
import { fold } from '../query/fold.ts';
import {
  canonicalFields,
  type IssueField,
  type IssueFields,
  type ScalarField,
  type SetField,
} from './canonical.ts';
import { attributionIn, withIssueAttribution } from './issue-attribution.ts';
import { type FieldPatch, isSetPatch, splitPatches, toChange } from './issue-change.ts';
import type { Refused } from './merge-issue.ts';
import { foldedSet } from './merge-set.ts';
import type { Side } from './side.ts';
import { isAmbiguous, isRefusal } from './sync-errors.ts';
import type { SyncRun } from './sync-run.ts';

const NOT_KEPT = 'The tracker did not keep it.';
/** Fields that no tracker rewrites: it has them or not. */
const WHOLE_OR_NOTHING: readonly IssueField[] = ['type', 'priority', 'milestone'];

export interface Refusal {
  readonly field: ScalarField | SetField;
  readonly value: string | null;
  /** Of a set: the folded name. */
  readonly name: string | null;
  readonly detail: string;
}

export interface Applied {
  readonly issue: Issue;
  readonly refusals: readonly Refusal[];
}

/**
 * Gives a side these fields. What it refuses is found field by field and name by name, so that the others are still
 * written; the answer is the issue as it was read back.
 */
export async function applyPatches(
  run: SyncRun,
  side: Side,
  before: Issue,
  wanted: readonly FieldPatch[],
): Promise<Applied> {
  if (wanted.length === 0) return { issue: before, refusals: [] };
  const backend = run.backends[side];
  const prepared = await applicablePatches(run, side, before.assignees, wanted);
  const { patches } = prepared;
  const refusals = [...prepared.refusals];
  let issue = before;
  if (patches.length > 0) {
    try {
      issue = await updateSurely(run, side, before, patches);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // A missing issue is not a refused field: this throws when it is gone.
      issue = await backend.getIssue(before.number);
      for (const patch of splitPatches(patches)) {
        await run.step();
        const answer = await tryOne(patch);
        if ('number' in answer) issue = answer;
        else refusals.push(refusalOf(patch, answer));
      }
    }
  }
  run.clocks[side].see(issue);
  return { issue, refusals: [...refusals, ...notKept(issue, patches, refusals)] };

  async function tryOne(patch: FieldPatch): Promise<Issue | FixpointError> {
    try {
      return await updateSurely(run, side, before, [patch]);
    } catch (error) {
      if (isRefusal(error)) return error;
      throw error;
    }
  }
}

/** An answer that got lost is made up for by a look: else a change that was made, and undone by somebody, would come back. */
async function updateSurely(
  run: SyncRun,
  side: Side,
  { number, body }: Issue,
  patches: readonly FieldPatch[],
): Promise<Issue> {
  const backend = run.backends[side];
  const change = toChange(patches);
  const text =
    change.body === undefined ? {} : { body: withIssueAttribution(change.body, attributionIn(body)) };
  try {
    return await backend.updateIssue(number, { ...change, ...text }, run.writing);
  } catch (error) {
    if (!isAmbiguous(error)) throw error;
    const issue = await backend.getIssue(number);
    if (isCarriedOut(patches, canonicalFields(issue))) return issue;
    throw error;
  }
}

function isCarriedOut(patches: readonly FieldPatch[], fields: IssueFields): boolean {
  return patches.every((patch) => {
    if (!isSetPatch(patch)) return fields[patch.field] === patch.value;
    const has = foldedSet(fields[patch.field]);
    return (
      patch.add.every((name) => has.has(fold(name))) && !patch.remove.some((name) => has.has(fold(name)))
    );
  });
}

/** Creates labels and milestones that lack, and leaves out what the tracker has no room for. */
export async function applicablePatches(
  run: SyncRun,
  side: Side,
  assignees: readonly string[],
  wanted: readonly FieldPatch[],
): Promise<{ readonly patches: readonly FieldPatch[]; readonly refusals: readonly Refusal[] }> {
  const patches: FieldPatch[] = [];
  const refusals: Refusal[] = [];
  for (const patch of wanted) {
    if (!isSetPatch(patch)) {
      const detail = await ensureMilestone(run, side, patch);
      if (detail === null) patches.push(patch);
      else refusals.push({ field: patch.field, value: patch.value, name: null, detail });
      continue;
    }
    const add: string[] = [];
    let room = roomFor(run, side, assignees, patch);
    for (const name of patch.add) {
      const detail =
        room > 0 ? await ensureName(run, side, patch.field, name) : 'Only one assignee is possible.';
      if (detail === null) {
        add.push(name);
        room -= 1;
      } else {
        refusals.push({ field: patch.field, value: null, name: fold(name), detail });
      }
    }
    if (add.length + patch.remove.length > 0) patches.push({ ...patch, add });
  }
  return { patches, refusals };
}

function roomFor(
  run: SyncRun,
  side: Side,
  assignees: readonly string[],
  patch: Extract<FieldPatch, { add: unknown }>,
): number {
  if (patch.field !== 'assignees' || run.synced.severalAssignees[side]) return Number.POSITIVE_INFINITY;
  const removed = foldedSet(patch.remove);
  return 1 - assignees.filter((login) => !removed.has(fold(login))).length;
}

async function ensureName(run: SyncRun, side: Side, field: SetField, name: string): Promise<string | null> {
  if (field !== 'labels') return null;
  return refusalText(() => run.names[side].ensureLabel(name));
}

async function ensureMilestone(
  run: SyncRun,
  side: Side,
  { field, value }: Extract<FieldPatch, { value: unknown }>,
): Promise<string | null> {
  if (field !== 'milestone' || value === null) return null;
  return refusalText(() => run.names[side].ensureMilestone(value));
}

async function refusalText(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (isRefusal(error)) return error.message;
    throw error;
  }
}

/** Some trackers drop what they do not know and answer that all is well. */
function notKept(
  issue: Issue,
  patches: readonly FieldPatch[],
  refusals: readonly Refusal[],
): readonly Refusal[] {
  const fields = canonicalFields(issue);
  const known = new Set(refusals.map(({ field, name }) => `${field}/${name}`));
  return patches.flatMap((patch): Refusal[] => {
    const { field } = patch;
    if (!isSetPatch(patch)) {
      const lost = WHOLE_OR_NOTHING.includes(field) && patch.value !== null && fields[field] === null;
      const told = known.has(`${field}/null`);
      return lost && !told ? [{ field, value: patch.value, name: null, detail: NOT_KEPT }] : [];
    }
    const kept = foldedSet(fields[patch.field]);
    return patch.add
      .map(fold)
      .filter((name) => !kept.has(name) && !known.has(`${patch.field}/${name}`))
      .map((name) => ({ field: patch.field, value: null, name, detail: NOT_KEPT }));
  });
}

function refusalOf(patch: FieldPatch, error: FixpointError): Refusal {
  const { field } = patch;
  if (!isSetPatch(patch)) return { field, value: patch.value, name: null, detail: error.message };
  const name = patch.add[0] ?? patch.remove[0] ?? '';
  return { field, value: null, name: fold(name), detail: error.message };
}

/** The refusals of one side by field, as the merge wants them. */
export function refusedByField(refusals: readonly Refusal[]): ReadonlyMap<IssueField, Refused> {
  const byField = new Map<IssueField, Refused>();
  for (const { field, value, name } of refusals) {
    const names = [...(byField.get(field)?.names ?? []), ...(name === null ? [] : [name])];
    byField.set(field, { value, names: new Set(names) });
  }
  return byField;
}
