import { CLOSE_REASONS, ISSUE_STATES, type IssueChange, type NewIssue, PRIORITIES } from '../model/issue.ts';
import type { IssueField, IssueFields, ScalarField, SetField } from './canonical.ts';
import { isEmptyDelta, type SetDelta } from './merge-set.ts';

/** What one side is to be given. */
export type FieldPatch =
  | { readonly field: ScalarField; readonly value: string | null }
  | ({ readonly field: SetField } & SetDelta);

export function isSetPatch(patch: FieldPatch): patch is { readonly field: SetField } & SetDelta {
  return 'add' in patch;
}

export function toChange(patches: readonly FieldPatch[]): IssueChange {
  return Object.assign({}, ...patches.map(changeOf));
}

/** One field each, and of sets one name each: what is tried when a tracker refuses the whole. */
export function splitPatches(patches: readonly FieldPatch[]): readonly FieldPatch[] {
  return patches.flatMap((patch): readonly FieldPatch[] => {
    if (!isSetPatch(patch)) return [patch];
    return [
      ...patch.remove.map((name) => ({ field: patch.field, add: [], remove: [name] })),
      ...patch.add.map((name) => ({ field: patch.field, add: [name], remove: [] })),
    ];
  });
}

/** A new issue with these fields of another tracker's one; only those in `synced` travel. */
export function toNewIssue(fields: IssueFields, synced: readonly IssueField[]): NewIssue {
  const { type, priority, milestone } = fields;
  const has = (field: IssueField) => synced.includes(field);
  return {
    title: fields.title ?? '',
    body: fields.body ?? '',
    ...stateOf(fields.state),
    labels: fields.labels,
    assignees: fields.assignees,
    ...(has('type') ? { type } : {}),
    ...(has('priority') ? { priority: priorityOf(priority) } : {}),
    ...(has('milestone') ? { milestone } : {}),
  };
}

function changeOf(patch: FieldPatch): IssueChange {
  if (isSetPatch(patch)) return isEmptyDelta(patch) ? {} : changeOfSet(patch);
  const { field, value } = patch;
  switch (field) {
    case 'title':
      return { title: value ?? '' };
    case 'body':
      return { body: value ?? '' };
    case 'state':
      return stateOf(value);
    case 'type':
      return { type: value };
    case 'priority':
      return { priority: priorityOf(value) };
    case 'milestone':
      return { milestone: value };
  }
}

function changeOfSet({ field, add, remove }: { readonly field: SetField } & SetDelta): IssueChange {
  const [added, removed] = [add.length > 0, remove.length > 0];
  if (field === 'labels') {
    return { ...(added ? { addLabels: add } : {}), ...(removed ? { removeLabels: remove } : {}) };
  }
  return { ...(added ? { addAssignees: add } : {}), ...(removed ? { removeAssignees: remove } : {}) };
}

function stateOf(value: string | null): Pick<IssueChange, 'state' | 'closeReason'> {
  const [name, reason] = (value ?? 'open').split('/');
  const state = ISSUE_STATES.find((known) => known === name) ?? 'open';
  const closeReason = CLOSE_REASONS.find((known) => known === reason);
  return { state, ...(closeReason ? { closeReason } : {}) };
}

function priorityOf(value: string | null) {
  return PRIORITIES.find((known) => known === value) ?? null;
}
