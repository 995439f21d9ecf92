import type { Issue } from '../model/issue.ts';
import { canonicalFields, sameFields } from './canonical.ts';
import { conflictsOf, textOf } from './conflict-queue.ts';
import type { Mapping } from './records.ts';
import type { Side } from './side.ts';
import type { SyncRun } from './sync-run.ts';

/** Whether the fields are those of the last merge. What waits in the queue just as it is now was seen by it too. */
export async function knowsFields(
  { store, synced }: SyncRun,
  side: Side,
  mapping: Mapping,
  issue: Issue,
): Promise<boolean> {
  const fields = canonicalFields(issue);
  const base = mapping.base[side].fields;
  const different = synced.issue.filter((field) => !sameFields(fields, base, [field]));
  if (different.length === 0) return true;
  const queued = (await conflictsOf(store, mapping.id)).map(({ record }) => record);
  return different.every((field) =>
    queued.some((record) => record.field === field && record.value[side] === textOf(fields, field)),
  );
}
