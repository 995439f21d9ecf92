import type { Comment } from '../model/comment.ts';
import type { Issue } from '../model/issue.ts';
import { withoutAttribution } from './attribution.ts';
import { knowsFields } from './known-fields.ts';
import { commentRefKey, issueKey } from './record-keys.ts';
import type { Work } from './records.ts';
import type { Side } from './side.ts';
import type { StoreWrite } from './store-port.ts';
import type { SyncRun } from './sync-run.ts';

const PAGE_SIZE = 100;

export type PullProgress = (side: Side, seen: number) => void;

/**
 * Takes over what changed at a side as work to do. The cursor is committed with the work of its page: whatever happens to a
 * single issue afterwards, it stays in the list until it is done. Answers whether a cursor moved.
 */
export async function pullChanges(run: SyncRun, side: Side, onPage: PullProgress): Promise<boolean> {
  const issuesMoved = await pullIssues(run, side, onPage);
  const commentsMoved = run.synced.commentStream[side] && (await pullComments(run, side));
  return issuesMoved || commentsMoved;
}

async function pullIssues(run: SyncRun, side: Side, onPage: PullProgress): Promise<boolean> {
  const key = `${side}/issues`;
  const from = await run.store.get('cursor', key);
  let cursor = from;
  let seen = 0;
  while (true) {
    await run.step();
    const page = await run.backends[side].changedIssues(cursor, PAGE_SIZE);
    run.clocks[side].tell(page.overUntil);
    const writes: StoreWrite[] = [];
    for (const issue of page.items) {
      run.clocks[side].see(issue);
      if (await isNews(run, side, issue))
        writes.push(...(await listedWork(run, side, issue.number, [issue])));
    }
    await commitPage(run, key, cursor, page.cursor, writes);
    seen += page.items.length;
    onPage(side, seen);
    cursor = page.cursor;
    if (page.done) return cursor !== from;
  }
}

async function pullComments(run: SyncRun, side: Side): Promise<boolean> {
  const key = `${side}/comments`;
  const from = await run.store.get('cursor', key);
  let cursor = from;
  while (true) {
    await run.step();
    const page = await run.backends[side].changedComments(cursor, PAGE_SIZE);
    const news: Comment[] = [];
    for (const comment of page.items) if (await isNewsOfComment(run, side, comment)) news.push(comment);
    const writes: StoreWrite[] = [];
    for (const [number, ofIssue] of Map.groupBy(news, ({ issueNumber }) => issueNumber)) {
      writes.push(...(await listedWork(run, side, number, ofIssue)));
    }
    await commitPage(run, key, cursor, page.cursor, writes);
    cursor = page.cursor;
    if (page.done) return cursor !== from;
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

export function workFor(side: Side, number: number, changedAt: string | null = null): StoreWrite {
  const record = newWork(side, number, changedAt);
  return { op: 'put', kind: 'work', key: issueKey(side, number), record };
}

export function newWork(side: Side, number: number, changedAt: string | null = null): Work {
  return { side, number, attempts: 0, lastError: null, lastCode: null, changedAt };
}

/** What failed before goes on counting its attempts, until it changes. `changes` are all of one issue, in their order. */
async function listedWork(
  run: SyncRun,
  side: Side,
  number: number,
  changes: readonly { readonly updatedAt: string }[],
): Promise<readonly StoreWrite[]> {
  const known = await run.store.get('work', issueKey(side, number));
  const isKnown = (updatedAt: string) =>
    known?.changedAt && Date.parse(known.changedAt) >= Date.parse(updatedAt) && known.attempts > 0;
  const last = changes.findLast(({ updatedAt }) => run.force || !isKnown(updatedAt));
  return last ? [workFor(side, number, last.updatedAt)] : [];
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
  return !(await knowsFields(run, side, mapping, issue));
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
