import { fold } from '../query/fold.ts';
import { type IssueFields, SCALAR_FIELDS, SET_FIELDS, UNSET } from './canonical.ts';
import { foldedSet } from './merge-set.ts';
import { otherSide, type PerSide, type Side } from './side.ts';
import type { SyncedFields } from './synced-fields.ts';

/**
 * The bases of an issue that was just created from another one: `sent` is what the source had, `answer` what the target has.
 * What the target lacks counts as changed at the source, so that it is carried once more; what it has unasked counts as
 * changed there. Of one that was `found`, text that differs was edited there; of one that was answered, the tracker wrote it
 * in its own way.
 */
export function createdBases(
  source: Side,
  sent: IssueFields,
  answer: IssueFields,
  found: boolean,
  synced: SyncedFields,
): PerSide<IssueFields> {
  const target = otherSide(source);
  const ofSource = { ...sent };
  const ofTarget = { ...answer };
  for (const field of SCALAR_FIELDS) {
    const value = sent[field];
    const expected = field === 'state' && value !== null ? synced.translateState(value, target) : value;
    if (answer[field] === expected) continue;
    if (field === 'title' || field === 'body') {
      if (found) ofTarget[field] = expected;
    } else if (answer[field] === UNSET[field]) {
      ofSource[field] = UNSET[field];
    } else if (found) {
      ofTarget[field] = expected;
    }
  }
  for (const field of SET_FIELDS) {
    const [there, here] = [foldedSet(answer[field]), foldedSet(sent[field])];
    ofSource[field] = sent[field].filter((name) => there.has(fold(name)));
    ofTarget[field] = answer[field].filter((name) => here.has(fold(name)));
  }
  return source === 'a' ? { a: ofSource, b: ofTarget } : { a: ofTarget, b: ofSource };
}
