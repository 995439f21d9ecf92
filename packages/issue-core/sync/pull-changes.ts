import type { Comment } from '../model/comment.ts';
import type { Issue } from '../model/issue.ts';
import { withoutAttribution } from './attribution.ts';
import { canonicalFields, sameFields } from './canonical.ts';
import { commentRefKey, issueKey } from './record-keys.ts';
import type { Work } from './records.ts';
import type { Side } from './side.ts';
import type { StoreWrite } from './store-port.ts';
import type { SyncRun } from './sync-run.ts';

const PAGE_SIZE = 100;

export type PullProgress = (side: Side, seen: number) => void;

/**
 * Takes over what changed at a side as work to do. The cursor is committed with the work of its page: whatever happens to a
 * single issue afterwards, it stays in the list until it is done.
 */
export async function pullChanges(run: SyncRun, side: Side, onPage: PullProgress): Promise<void> {
  await pullIssues(run, side, onPage);
  if (run.synced.commentStream[side]) await pullComments(run, side);
}

async function pullIssues(run: SyncRun, side: Side, onPage: PullProgress): Promise<void> {
  const key = `${side}/issues`;
  let cursor = await run.store.get('cursor', key);
  let seen = 0;
  while (true) {
    await run.step();
    const page = await run.backends[side].changedIssues(cursor, PAGE_SIZE);
    const writes: StoreWrite[] = [];
    for (const issue of page.items) {
      run.clocks[side].see(issue);
      if (await isNews(run, side, issue)) writes.push(workFor(side, issue.number));
    }
    await commitPage(run, key, cursor, page.cursor, writes);
    seen += page.items.length;
    onPage(side, seen);
    cursor = page.cursor;
    if (page.done) return;
  }
}

async function pullComments(run: SyncRun, side: Side): Promise<void> {
  const key = `${side}/comments`;
  let cursor = await run.store.get('cursor', key);
  while (true) {
    await run.step();
    const page = await run.backends[side].changedComments(cursor, PAGE_SIZE);
    const numbers = new Set<number>();
    for (const comment of page.items) {
      if (await isNewsOfComment(run, side, comment)) numbers.add(comment.issueNumber);
    }
    await commitPage(
      run,
      key,
      cursor,
      page.cursor,
      [...numbers].map((number) => workFor(side, number)),
    );
    cursor = page.cursor;
    if (page.done) return;
  }
}

async function commitPage(
  run: SyncRun,
  key: string,
  before: string | null,
  after: string,
  work: readonly StoreWrite[],
): Promise<void> {
  if (work.length === 0 && before === after) return;
  // The cursor comes last: a store that does not write all at once must not forget the page.
  await run.store.commit([...work, { op: 'put', kind: 'cursor', key, record: after }]);
}

export function workFor(side: Side, number: number): StoreWrite {
  const record: Work = { side, number, attempts: 0, lastError: null };
  return { op: 'put', kind: 'work', key: issueKey(side, number), record };
}

/** Streams repeat what is near their cursor, and tell us of our own writes. */
export async function isNews(run: SyncRun, side: Side, issue: Issue): Promise<boolean> {
  if (run.force) return true;
  const mappingId = await run.store.get('mapping-ref', issueKey(side, issue.number));
  const mapping = mappingId && (await run.store.get('mapping', mappingId));
  if (!mapping) return true;
  if (mapping.status === 'deleted') return false;
  const seen = mapping.seen[side];
  if (!seen?.settled || seen.updatedAt !== issue.updatedAt) return true;
  if (issue.commentCount !== seen.commentCount || issue.id !== mapping.issueId[side]) return true;
  return !sameFields(canonicalFields(issue), mapping.base[side].fields, run.synced.issue);
}

async function isNewsOfComment(run: SyncRun, side: Side, comment: Comment): Promise<boolean> {
  if (run.force) return true;
  const issueMapping = await run.store.get('mapping-ref', issueKey(side, comment.issueNumber));
  const mapping = issueMapping && (await run.store.get('mapping', issueMapping));
  if (mapping && mapping.status === 'deleted') return false;
  const key = await run.store.get('comment-ref', commentRefKey(side, comment.id));
  const known = key && (await run.store.get('comment', key));
  if (!known) return true;
  if (known.status === 'deleted') return false;
  return withoutAttribution(comment.body, known.attribution[side]) !== known.base[side];
}
