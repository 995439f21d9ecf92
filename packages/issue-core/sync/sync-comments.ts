import type { Comment } from '../model/comment.ts';
import type { Issue } from '../model/issue.ts';
import { compareText } from './canonical.ts';
import { conflictsOf } from './conflict-queue.ts';
import { createCommentFrom, resolveCommentOutbox } from './create-comment.ts';
import { type CommentsRead, readCommentsAndDeleted } from './read-comments.ts';
import { commentRefKey } from './record-keys.ts';
import type { Mapping } from './records.ts';
import { otherSide, type PerSide, perSide, SIDES, type Side } from './side.ts';
import { recordsBelow } from './store-port.ts';
import { syncComment } from './sync-comment.ts';
import type { SyncRun } from './sync-run.ts';

export interface CommentsSynced {
  readonly touched: PerSide<boolean>;
  readonly left: PerSide<boolean>;
}

/**
 * Carries created, edited and deleted comments between two issues that are one. On the `fresh` side, where the issue was made
 * a moment ago, nothing is looked for: who wrote there since is news to the next run.
 */
export async function syncComments(
  run: SyncRun,
  mapping: Mapping,
  issues: PerSide<Issue>,
  fresh: Side | null,
): Promise<CommentsSynced> {
  const pending = await resolveCommentOutbox(run, mapping);
  const known = (await recordsBelow(run.store, 'comment', `${mapping.id}/`)).map(({ record }) => record);
  const touched = { a: false, b: false };
  const left = { a: false, b: false };
  if (known.length + pending.length === 0 && SIDES.every((side) => issues[side].commentCount === 0))
    return { touched, left };

  const live = known.filter(({ status }) => status === 'live');
  const read = async (side: Side) => {
    if (side === fresh && known.length + pending.length === 0) return NOTHING_READ;
    return readCommentsAndDeleted(run.backends[side], mapping.number[side], [
      ...live.map(({ commentId }) => commentId[side]),
      ...pending.filter(({ record }) => record.on !== side).map(({ record }) => record.source.id),
    ]);
  };
  const readings = { a: await read('a'), b: await read('b') };
  for (const { key, record } of pending) {
    const gone = readings[otherSide(record.on)].deleted?.has(record.source.id) ?? false;
    if (gone) await run.store.commit([{ op: 'remove', kind: 'outbox', key }]);
  }
  const queued = await conflictsOf(run.store, mapping.id);

  const dealtWith = { a: new Set<string>(), b: new Set<string>() };
  for (const pair of known) {
    for (const side of SIDES) dealtWith[side].add(pair.commentId[side]);
  }
  for (const pair of live) {
    const found = perSide((side) => readings[side].comments.get(pair.commentId[side]) ?? null);
    if (SIDES.some((side) => found[side] === null && readings[side].deleted === null)) {
      left.a = true;
      left.b = true;
      continue;
    }
    await run.step();
    const done = await syncComment(run, { mapping, pair, found, queued });
    for (const side of SIDES) {
      touched[side] ||= done.touched.includes(side);
      left[side] ||= done.left;
      if (done.recreated) dealtWith[side].delete(pair.commentId[side]);
    }
  }

  for (const source of SIDES) {
    const target = otherSide(source);
    for (const comment of oldestFirst(readings[source].comments.values())) {
      // One that was just created here for the other side is mapped, but was not known before.
      if (dealtWith[source].has(comment.id)) continue;
      if (await run.store.get('comment-ref', commentRefKey(source, comment.id))) continue;
      if (!run.writable[target]) {
        left[source] = true;
        continue;
      }
      await run.step();
      await createCommentFrom(run, mapping, source, comment);
      touched[target] = true;
    }
  }
  return { touched, left };
}

const NOTHING_READ: CommentsRead = { comments: new Map(), deleted: new Set() };

/** Trackers list them so; one that does not would write a conversation in the wrong order. */
function oldestFirst(comments: Iterable<Comment>): readonly Comment[] {
  return [...comments].toSorted((left, right) => compareText(left.createdAt, right.createdAt));
}
