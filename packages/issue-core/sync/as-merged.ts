import { type IssueField, type IssueFields, isSetField } from './canonical.ts';
import type { Mapping } from './records.ts';
import { type PerSide, SIDES } from './side.ts';
import type { SyncedFields } from './synced-fields.ts';

/** Whether both sides have, to the letter, what they had when they were last merged: then there is nothing to merge. */
export function isAsMerged(
  { issue }: Pick<SyncedFields, 'issue'>,
  { base }: Pick<Mapping, 'base'>,
  current: PerSide<IssueFields>,
): boolean {
  return SIDES.every((side) => issue.every((field) => isSame(field, current[side], base[side].fields)));
}

function isSame(field: IssueField, left: IssueFields, right: IssueFields): boolean {
  if (!isSetField(field)) return left[field] === right[field];
  const [names, others] = [left[field], right[field]];
  return names.length === others.length && names.every((name, at) => name === others[at]);
}
