import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { workFor } from './pull-changes.ts';
import type { Conflict, Resolution } from './records.ts';
import { SIDES } from './side.ts';
import { everyRecord, recordsBelow, type StoredRecord, type SyncStore } from './store-port.ts';

/** What people are asked: that a tracker does not know somebody is no question (`unassigned.ts`). */
export function isQuestion({ field, reason }: Conflict): boolean {
  return field !== 'assignees' || reason !== 'refused';
}

export async function countConflicts(store: SyncStore): Promise<number> {
  let count = 0;
  for await (const { record } of everyRecord(store, 'conflict')) if (isQuestion(record)) count += 1;
  return count;
}

/** The conflict queue, oldest first. */
export async function listConflicts(store: SyncStore): Promise<readonly StoredRecord<'conflict'>[]> {
  const conflicts = (await recordsBelow(store, 'conflict', '')).filter(({ record }) => isQuestion(record));
  return conflicts.toSorted((left, right) => left.record.queuedAt.localeCompare(right.record.queuedAt));
}

/** What may be decided about a conflict of this kind. */
export function resolutionsFor(conflict: Conflict): readonly Resolution['take'][] {
  switch (conflict.reason) {
    case 'both-changed':
      return isText(conflict.field) ? ['a', 'b', 'text', 'as-it-is'] : ['a', 'b', 'as-it-is'];
    case 'deleted-and-edited':
      return ['a', 'b'];
    case 'refused':
      return ['try-again', 'as-it-is'];
    case 'cycle':
      return ['try-again'];
  }
}

/**
 * Decides a queued conflict; the next run carries it out, unless somebody changes the same thing before: then it is queued
 * again.
 *
 * @throws FixpointError ISSUE_NOT_FOUND, INVALID_INPUT
 */
export async function resolveConflict(store: SyncStore, key: string, resolution: Resolution): Promise<void> {
  const conflict = await store.get('conflict', key);
  if (!conflict) throw new FixpointError('ISSUE_NOT_FOUND', `Conflict ${key} of ${store.pair}.`);
  const allowed = resolutionsFor(conflict);
  if (!allowed.includes(resolution.take)) {
    throw new FixpointError('INVALID_INPUT', `Conflict ${key} can be resolved by: ${allowed.join(', ')}.`);
  }
  await store.commit([
    { op: 'put', kind: 'conflict', key, record: { ...conflict, resolution } },
    ...SIDES.map((side) => workFor(side, conflict.number[side])),
  ]);
}

function isText(field: string): boolean {
  return field === 'title' || field === 'body' || field.startsWith('comment:');
}
