import type { Comment } from '../model/comment.ts';
import { fold } from '../query/fold.ts';
import { attributionOf, withAttribution, withoutAttribution } from './attribution.ts';
import { canonicalText } from './canonical-text.ts';
import { type Created, createOnce } from './outbox.ts';
import { commentKey, commentOutboxKey, commentRefKey, operationIdOf } from './record-keys.ts';
import type { CommentMapping, Mapping } from './records.ts';
import { otherSide, type PerSide, SIDES, type Side } from './side.ts';
import { recordsBelow, type StoredRecord, type StoreWrite } from './store-port.ts';
import type { SyncRun } from './sync-run.ts';

/** Writes the comment on the other side too, naming its author where that is not us, and maps the two. */
export async function createCommentFrom(
  run: SyncRun,
  mapping: Mapping,
  source: Side,
  comment: Comment,
): Promise<CommentMapping> {
  const target = otherSide(source);
  const issueNumber = mapping.number[target];
  const issue = { side: mapping.origin, number: mapping.number[mapping.origin] };
  run.log.add({ kind: 'create-comment', on: target, issue, sourceId: comment.id });
  const body = canonicalText(comment.body);
  const attribution = await attributionFor(run, source, comment);
  const backend = run.backends[target];
  const key = commentOutboxKey(mapping.id, source, comment.id);
  const id = operationIdOf(run.store.pair, 'comment', source, comment.id);
  const created = await createOnce(run, {
    key,
    row: {
      operationId: id,
      on: target,
      source: { number: mapping.number[source], id: comment.id },
      content: { kind: 'comment', issueNumber, body, attribution },
    },
    find: (operationId) => backend.findCreatedComment(issueNumber, operationId),
    create: (operationId) =>
      backend.createComment(issueNumber, withAttribution(body, attribution), { ...run.writing, operationId }),
  });
  return mapComment(run, mapping, source, { id, sourceId: comment.id, outboxKey: key }, created);
}

/** Maps comments of this issue whose creation crashed before they were mapped; answers those that were never created. */
export async function resolveCommentOutbox(
  run: SyncRun,
  mapping: Mapping,
): Promise<readonly StoredRecord<'outbox'>[]> {
  const pending: StoredRecord<'outbox'>[] = [];
  for (const { key, record } of await recordsBelow(run.store, 'outbox', `comment/${mapping.id}/`)) {
    if (record.content.kind !== 'comment') continue;
    const backend = run.backends[record.on];
    const item = await backend.findCreatedComment(record.content.issueNumber, record.operationId);
    if (item === null) {
      const mapped = await run.store.get('comment', commentKey(mapping.id, record.operationId));
      // The commit that mapped it did not come to its end, and somebody has deleted it since.
      if (mapped) await run.store.commit(mappedWrites(mapping, mapped, key));
      else pending.push({ key, record });
      continue;
    }
    const created = { item, content: record.content, found: true };
    const ids = { id: record.operationId, sourceId: record.source.id, outboxKey: key };
    await mapComment(run, mapping, otherSide(record.on), ids, created);
  }
  return pending;
}

/** Maps comments that an earlier sync, whose store was lost, wrote for one another. */
export async function tieComments(
  run: SyncRun,
  mapping: Mapping,
  comments: PerSide<ReadonlyMap<string, Comment>>,
): Promise<void> {
  for (const source of SIDES) {
    const target = otherSide(source);
    const number = mapping.number[target];
    for (const comment of comments[source].values()) {
      const id = operationIdOf(run.store.pair, 'comment', source, comment.id);
      const item = await run.backends[target].findCreatedComment(number, id);
      if (!item) continue;
      const attribution = await attributionFor(run, source, comment);
      const body = canonicalText(comment.body);
      // Nobody knows any more who changed it: texts that differ are a question to people.
      const base = withoutAttribution(item.body, attribution) === body ? body : '';
      const content = { kind: 'comment', issueNumber: number, body: base, attribution } as const;
      const ids = { id, sourceId: comment.id, outboxKey: commentOutboxKey(mapping.id, source, comment.id) };
      await mapComment(run, mapping, source, ids, { item, content, found: true });
    }
  }
}

/** The mapping of a comment bears the operation id under which it was created. */
interface CommentIds {
  readonly id: string;
  readonly sourceId: string;
  readonly outboxKey: string;
}

async function mapComment(
  run: SyncRun,
  mapping: Mapping,
  source: Side,
  { id, sourceId, outboxKey }: CommentIds,
  { item, content, found }: Created<Comment>,
): Promise<CommentMapping> {
  const sent = content.kind === 'comment' ? content : { body: canonicalText(item.body), attribution: null };
  const answer = withoutAttribution(item.body, sent.attribution);
  // Of one that was found, a text that differs was edited there since.
  const base = found ? sent.body : answer;
  const of = <T>(ofSource: T, ofTarget: T) =>
    source === 'a' ? { a: ofSource, b: ofTarget } : { a: ofTarget, b: ofSource };
  const record: CommentMapping = {
    id,
    commentId: of(sourceId, item.id),
    origin: source,
    base: of(sent.body, base),
    attribution: of(null, sent.attribution),
    status: 'live',
  };
  await run.store.commit(mappedWrites(mapping, record, outboxKey));
  return record;
}

/** The record first: by it a commit that did not come to its end is known again. */
function mappedWrites(mapping: Mapping, record: CommentMapping, outboxKey: string): readonly StoreWrite[] {
  const key = commentKey(mapping.id, record.id);
  const { a, b } = record.commentId;
  return [
    { op: 'put', kind: 'comment', key, record },
    { op: 'insert', kind: 'comment-ref', key: commentRefKey('a', a), record: key },
    { op: 'insert', kind: 'comment-ref', key: commentRefKey('b', b), record: key },
    { op: 'remove', kind: 'outbox', key: outboxKey },
  ];
}

async function attributionFor(run: SyncRun, source: Side, comment: Comment): Promise<string | null> {
  if (comment.author === null) return null;
  const own = await run.ownLogin[source]();
  return fold(comment.author) === fold(own) ? null : attributionOf(comment.author, run.backends[source].kind);
}
