import type { Issue, IssueChange } from '../model/issue.ts';
import { withoutAttribution } from './attribution.ts';
import { canonicalFields, sameFields } from './canonical.ts';
import { conflictsOf, type NewConflict, queueWrites, rulingOf } from './conflict-queue.ts';
import { knowsFiles } from './known-files.ts';
import { readComments } from './read-comments.ts';
import { commentRefKey } from './record-keys.ts';
import type { Mapping } from './records.ts';
import { otherSide, type PerSide, perSide, type Side } from './side.ts';
import { recordsBelow, type StoreWrite } from './store-port.ts';
import { readIssue } from './sync-issue.ts';
import type { SyncRun } from './sync-run.ts';

/** Stands for the whole issue in the conflict queue. */
const WHOLE_ISSUE = 'issue';

/**
 * An issue of which one half, or both, is gone: the other half is closed, deleted or kept, as the run says. What was edited
 * since is never deleted unasked.
 *
 * @throws FixpointError SYNC_IMPLAUSIBLE
 */
export async function buryIssue(
  run: SyncRun,
  mapping: Mapping,
  issues: PerSide<Issue | null>,
): Promise<'tombstoned' | 'left' | 'conflict'> {
  const survivor: Side = issues.a === null ? 'b' : 'a';
  const issue = issues[survivor];
  if (issue && !run.writable[survivor]) return 'left';
  await run.graveyard.bury();
  if (issue) {
    const done = await treatSurvivor(run, mapping, survivor, issue);
    if (done === 'conflict') return done;
  }
  const unanswered = [
    ...(await recordsBelow(run.store, 'outbox', `comment/${mapping.id}/`)),
    ...(await recordsBelow(run.store, 'outbox', `attachment/${mapping.id}/`)),
  ];
  await run.store.commit([
    ...tombstoneWrites(run, mapping, otherSide(survivor)),
    ...unanswered.map(({ key }) => ({ op: 'remove', kind: 'outbox', key }) as const),
  ]);
  await clearQueue(run, mapping, []);
  return 'tombstoned';
}

async function treatSurvivor(
  run: SyncRun,
  mapping: Mapping,
  survivor: Side,
  issue: Issue,
): Promise<'done' | 'conflict'> {
  const ref = { side: mapping.origin, number: mapping.number[mapping.origin] };
  if (run.deletes === 'keep') return 'done';
  if (run.deletes === 'delete' && run.synced.deleteIssue[survivor]) {
    const verdict = await mayDelete(run, mapping, survivor, issue);
    if (verdict !== 'delete') return verdict === 'keep' ? 'done' : 'conflict';
    await run.step();
    run.log.add({ kind: 'delete-issue', on: survivor, issue: ref });
    await run.backends[survivor].deleteIssue(issue.number, run.writing);
    return 'done';
  }
  if (issue.state === 'closed') return 'done';
  await run.step();
  run.log.add({ kind: 'close-issue', on: survivor, issue: ref });
  const tellsWhy = run.synced.translateState('closed/not_planned', survivor) !== 'closed';
  const change: IssueChange = tellsWhy
    ? { state: 'closed', closeReason: 'not_planned' }
    : { state: 'closed' };
  await run.backends[survivor].updateIssue(issue.number, change, run.writing);
  return 'done';
}

async function mayDelete(
  run: SyncRun,
  mapping: Mapping,
  survivor: Side,
  issue: Issue,
): Promise<'delete' | 'keep' | 'conflict'> {
  const partsChanged =
    (await commentsChanged(run, mapping, survivor)) || !(await knowsFiles(run, survivor, mapping));
  // Last, so that as little as can be is done between this look and the deletion.
  const now = await readIssue(run, survivor, mapping);
  if (!now) return 'keep';
  const edited =
    partsChanged ||
    now.updatedAt !== issue.updatedAt ||
    now.commentCount !== issue.commentCount ||
    !sameFields(canonicalFields(now), mapping.base[survivor].fields, run.synced.issue);
  if (!edited) return 'delete';
  const value = perSide((side) => (side === survivor ? summaryOf(now) : null));
  const queued = (await conflictsOf(run.store, mapping.id)).filter(
    ({ record }) => record.field === WHOLE_ISSUE,
  );
  const standing = queued[0]?.record;
  const ruling = standing ? rulingOf(standing, value) : null;
  const winner = ruling && 'winner' in ruling ? ruling.winner : rankedWinner(run);
  if (winner) return winner === survivor ? 'keep' : 'delete';
  const conflict: NewConflict = {
    field: WHOLE_ISSUE,
    reason: 'deleted-and-edited',
    value,
    base: perSide(() => null),
    refusal: null,
  };
  await clearQueue(run, mapping, [conflict]);
  return 'conflict';
}

/** A deletion has no time, so `newer` cannot decide about one. */
function rankedWinner(run: SyncRun): Side | null {
  return run.policy === 'a' || run.policy === 'b' ? run.policy : null;
}

async function commentsChanged(run: SyncRun, mapping: Mapping, side: Side): Promise<boolean> {
  const comments = await readComments(run.backends[side], mapping.number[side]);
  for (const comment of comments.values()) {
    const key = await run.store.get('comment-ref', commentRefKey(side, comment.id));
    const known = key && (await run.store.get('comment', key));
    if (!known) return true;
    if (withoutAttribution(comment.body, known.attribution[side]) !== known.base[side]) return true;
  }
  return false;
}

function summaryOf({ title, updatedAt }: Issue): string {
  return `${title} (${updatedAt})`;
}

/** With the issue, every question about its fields is over. */
async function clearQueue(run: SyncRun, mapping: Mapping, conflicts: readonly NewConflict[]): Promise<void> {
  const queued = await conflictsOf(run.store, mapping.id);
  const at = new Date(run.now()).toISOString();
  await run.store.commit(queueWrites(queued, mapping, () => true, conflicts, at));
}

function tombstoneWrites(run: SyncRun, mapping: Mapping, vanishedFrom: Side): readonly StoreWrite[] {
  const at = new Date(run.now()).toISOString();
  const record = { mappingId: mapping.id, vanishedFrom, number: mapping.number, at };
  return [
    { op: 'put', kind: 'mapping', key: mapping.id, record: { ...mapping, status: 'deleted' } },
    { op: 'put', kind: 'tombstone', key: mapping.id, record },
  ];
}
