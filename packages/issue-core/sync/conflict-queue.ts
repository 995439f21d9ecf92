import type { IssueField, IssueFields } from './canonical.ts';
import { isSetField, SCALAR_FIELDS, SET_FIELDS } from './canonical.ts';
import type { FieldHistory, Refused } from './merge-issue.ts';
import { conflictKey } from './record-keys.ts';
import type { Conflict, Mapping } from './records.ts';
import { otherSide, type PerSide, perSide, SIDES, type Side } from './side.ts';
import { recordsBelow, type StoredRecord, type StoreWrite, type SyncStore } from './store-port.ts';

type Queued = readonly StoredRecord<'conflict'>[];
export type NewConflict = Pick<Conflict, 'field' | 'reason' | 'value' | 'base' | 'refusal'>;

export async function conflictsOf(store: SyncStore, mappingId: string): Promise<Queued> {
  return recordsBelow(store, 'conflict', `${mappingId}/`);
}

/** A resolution holds for the values that were looked at: the one that is given up must still be there. */
export function rulingOf(conflict: Conflict, current: PerSide<string | null>): FieldHistory['ruling'] {
  const { resolution, value } = conflict;
  if (!resolution) return null;
  switch (resolution.take) {
    case 'a':
    case 'b': {
      const loser = otherSide(resolution.take);
      return current[loser] === value[loser] ? { winner: resolution.take } : null;
    }
    case 'text':
      return SIDES.every((side) => current[side] === value[side]) ? { text: resolution.text } : null;
    case 'as-it-is':
    case 'try-again':
      return null;
  }
}

export interface IssueQueue {
  readonly history: ReadonlyMap<IssueField, FieldHistory>;
  /** The bases, with differences in them that somebody accepted. */
  readonly base: PerSide<IssueFields>;
}

/** What the queue says to the merge of an issue. `force` asks again for whatever was refused. */
export function readQueue(
  queued: Queued,
  mapping: Mapping,
  current: PerSide<IssueFields>,
  force: boolean,
): IssueQueue {
  const history = new Map<IssueField, FieldHistory>();
  const base = perSide((side) => ({ ...mapping.base[side].fields }));
  for (const field of [...SCALAR_FIELDS, ...SET_FIELDS]) {
    const records = queued.map(({ record }) => record).filter((record) => record.field === field);
    const values = perSide((side) => textOf(current[side], field));
    const accepted = records.some(
      ({ resolution, value }) =>
        resolution?.take === 'as-it-is' && SIDES.every((side) => value[side] === values[side]),
    );
    if (accepted) {
      for (const side of SIDES) Object.assign(base[side], { [field]: current[side][field] });
      continue;
    }
    const both = records.find(({ reason }) => reason === 'both-changed');
    const refused = perSide((side) => {
      const record = records.find(({ refusal }) => refusal?.by === side);
      if (!record?.refusal || force || record.resolution?.take === 'try-again') return null;
      return { value: record.refusal.value, names: new Set(record.refusal.names) };
    });
    history.set(field, { ruling: both ? rulingOf(both, values) : null, refused });
  }
  return { history, base };
}

/** Brings the queue of these fields up to date: what stands stays as it was queued, what is over goes. */
export function queueWrites(
  queued: Queued,
  mapping: Mapping,
  owns: (field: string) => boolean,
  conflicts: readonly NewConflict[],
  at: string,
): readonly StoreWrite[] {
  const wanted = new Map(conflicts.map((conflict) => [keyOf(mapping.id, conflict), conflict]));
  const writes: StoreWrite[] = [];
  for (const { key, record } of queued) {
    if (owns(record.field) && !wanted.has(key)) writes.push({ op: 'remove', kind: 'conflict', key });
  }
  for (const [key, conflict] of wanted) {
    const before = queued.find((entry) => entry.key === key)?.record;
    const queuedAt = before?.queuedAt ?? at;
    const record = { ...conflict, mappingId: mapping.id, number: mapping.number, resolution: null, queuedAt };
    if (before && isSame(before, record)) continue;
    writes.push({ op: 'put', kind: 'conflict', key, record });
  }
  return writes;
}

/** What a run does not carry from each side because of its direction: a whole value, or names of a set. */
export type Left = PerSide<'all' | ReadonlySet<string>>;

/** Whether a question waits for a run of another direction: until then it stands, with what people decided about it. */
export function isLeft({ refusal }: Conflict, writable: PerSide<boolean>, left: Left): boolean {
  return SIDES.some((to) => {
    if (writable[to] || (refusal && refusal.by !== to)) return false;
    const names = left[otherSide(to)];
    if (names === 'all') return true;
    return refusal ? refusal.names.some((name) => names.has(name)) : names.size > 0;
  });
}

export function refusedConflict(
  field: string,
  by: Side,
  { value, names }: Refused,
  detail: string,
  sides: Pick<NewConflict, 'value' | 'base'>,
): NewConflict {
  return { ...sides, field, reason: 'refused', refusal: { by, value, names: [...names].toSorted(), detail } };
}

export function textOf(fields: IssueFields, field: IssueField): string | null {
  return isSetField(field) ? fields[field].join(', ') : fields[field];
}

function keyOf(mappingId: string, { field, refusal }: NewConflict): string {
  return conflictKey(mappingId, refusal ? `${field}@${refusal.by}` : field);
}

function isSame(before: Conflict, now: Conflict): boolean {
  return JSON.stringify(inOrder(before)) === JSON.stringify(inOrder(now));
}

/** The resolution too: one that did not hold is dropped. */
function inOrder({ reason, value, base, refusal, resolution }: Conflict) {
  const detail = refusal && [refusal.by, refusal.value, refusal.names];
  return [reason, value.a, value.b, base.a, base.b, detail, resolution];
}
