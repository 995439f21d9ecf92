import type { Issue } from '../model/issue.ts';
import { fold } from '../query/fold.ts';
import { canonicalFields, type IssueFields, SCALAR_FIELDS, SET_FIELDS } from './canonical.ts';
import { tieComments } from './create-comment.ts';
import { mapIssues } from './create-issue.ts';
import { foldedSet } from './merge-set.ts';
import { readComments } from './read-comments.ts';
import { issueKey, operationIdOf } from './record-keys.ts';
import { otherSide, type PerSide, perSide, SIDES, type Side } from './side.ts';
import { everyRecord } from './store-port.ts';
import { isMissing } from './sync-errors.ts';
import type { SyncRun } from './sync-run.ts';

const KEY = 'tied';

/**
 * Before the first sync of two trackers that both have issues: those which an earlier sync created, and whose store was
 * lost, are found by their marker and mapped again. Nothing is ever matched by its title.
 */
export async function tieByMarker(run: SyncRun): Promise<void> {
  if (await run.store.get('done', KEY)) return;
  if (await bothHaveIssues(run)) {
    for (const side of run.sources) {
      for await (const { record } of everyRecord(run.store, 'work', `${side}/`)) {
        await run.step();
        await tieIssue(run, side, record.number);
      }
    }
  }
  await run.store.commit([{ op: 'put', kind: 'done', key: KEY, record: true }]);
}

async function bothHaveIssues(run: SyncRun): Promise<boolean> {
  const counts = await Promise.all(SIDES.map((side) => hasIssues(run, side)));
  return counts.every(Boolean);
}

async function hasIssues(run: SyncRun, side: Side): Promise<boolean> {
  if ((await run.store.count('work', `${side}/`)) > 0) return true;
  const sort = { field: 'number', descending: false } as const;
  const request = { query: { kind: 'everything' }, sort, pageSize: 1, cursor: null } as const;
  const page = await run.backends[side].listIssues(request);
  return page.items.length > 0;
}

async function tieIssue(run: SyncRun, side: Side, number: number): Promise<void> {
  if (await run.store.get('mapping-ref', issueKey(side, number))) return;
  const issue = await readIfThere(run, side, number);
  if (!issue) return;
  const target = otherSide(side);
  const operationId = operationIdOf(run.store.pair, 'issue', side, issue.id);
  const item = await run.backends[target].findCreatedIssue(operationId);
  if (!item) return;
  const fields = side === 'a' ? { a: issue, b: item } : { a: item, b: issue };
  const bases = commonGround(perSide((of) => canonicalFields(fields[of])));
  const mapping = await mapIssues(run, side, issue, item, bases);
  const comments = {
    a: await readComments(run.backends.a, mapping.number.a),
    b: await readComments(run.backends.b, mapping.number.b),
  };
  await tieComments(run, mapping, comments);
}

async function readIfThere(run: SyncRun, side: Side, number: number): Promise<Issue | null> {
  try {
    return await run.backends[side].getIssue(number);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Nobody knows any more who changed what: values that differ count as changed on both sides, names as added. */
function commonGround(fields: PerSide<IssueFields>): PerSide<IssueFields> {
  const bases = perSide((side) => ({ ...fields[side] }));
  for (const field of SCALAR_FIELDS) {
    if (fields.a[field] === fields.b[field]) continue;
    bases.a[field] = null;
    bases.b[field] = null;
  }
  for (const field of SET_FIELDS) {
    const both = perSide((side) => foldedSet(fields[side][field]));
    for (const side of SIDES) {
      bases[side][field] = fields[side][field].filter((name) => both[otherSide(side)].has(fold(name)));
    }
  }
  return bases;
}
