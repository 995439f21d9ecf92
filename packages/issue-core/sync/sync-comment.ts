import type { Comment } from '../model/comment.ts';
import { withAttribution, withoutAttribution } from './attribution.ts';
import { type NewConflict, queueWrites, refusedConflict, rulingOf } from './conflict-queue.ts';
import { type CommentDecision, mergeComment } from './merge-comment.ts';
import { commentKey, commentRefKey } from './record-keys.ts';
import type { CommentMapping, Mapping } from './records.ts';
import { type PerSide, perSide, SIDES, type Side } from './side.ts';
import type { StoredRecord, StoreWrite } from './store-port.ts';
import { isMissing, isRefusalOfText } from './sync-errors.ts';
import { winnerOf } from './sync-issue.ts';
import type { SyncRun } from './sync-run.ts';

export interface CommentPair {
  readonly mapping: Mapping;
  readonly pair: CommentMapping;
  /** Null where it was deleted. */
  readonly found: PerSide<Comment | null>;
  readonly queued: readonly StoredRecord<'conflict'>[];
}

export interface CommentSynced {
  readonly touched: readonly Side[];
  readonly left: boolean;
  /** It is to be written anew from the side that has it, as any new comment is. */
  readonly recreated: boolean;
}

interface Outcome {
  readonly touched: readonly Side[];
  /** What both sides were given or have now; null leaves the bases as they are. */
  readonly base: PerSide<string> | null;
  readonly fate: 'live' | 'deleted' | 'unmapped';
  readonly conflicts: readonly NewConflict[];
}

/** Merges one comment that both sides have or had, and carries out what follows. */
export async function syncComment(run: SyncRun, of: CommentPair): Promise<CommentSynced> {
  const { pair } = of;
  const field = `comment:${pair.id}`;
  const current = perSide((side) => {
    const comment = of.found[side];
    return comment && withoutAttribution(comment.body, pair.attribution[side]);
  });
  const queued = of.queued.filter(({ record }) => record.field === field);
  const decision = decide(run, of, current, queued);
  const refusedBefore = (side: Side, value: string | null) =>
    queued.some(({ record: { refusal, resolution } }) => {
      if (run.force || resolution?.take === 'try-again') return false;
      return refusal?.by === side && refusal.value === value;
    });

  const outcome = await carryOut(run, of, current, decision, refusedBefore);
  const at = new Date(run.now()).toISOString();
  // What waits for a run of another direction stands, with what people decided about it.
  const open = decision.kind === 'left' ? [] : queued;
  const writes = [
    ...recordWrites(of, outcome),
    ...queueWrites(open, of.mapping, (name) => name === field, outcome.conflicts, at),
  ];
  if (writes.length > 0) await run.store.commit(writes);
  const partly = decision.kind === 'combined' && SIDES.some((side) => !run.writable[side]);
  const left = decision.kind === 'left' || partly;
  return { touched: outcome.touched, left, recreated: decision.kind === 'recreate' };
}

function decide(
  run: SyncRun,
  { pair, found }: CommentPair,
  current: PerSide<string | null>,
  queued: readonly StoredRecord<'conflict'>[],
): CommentDecision {
  const accepted = queued.some(
    ({ record }) =>
      record.resolution?.take === 'as-it-is' && SIDES.every((side) => record.value[side] === current[side]),
  );
  const { a, b } = current;
  if (accepted) return a === null || b === null ? { kind: 'gone' } : { kind: 'settled' };
  const decided = queued.find(({ record }) => record.refusal === null)?.record;
  const ruling = decided ? rulingOf(decided, current) : null;
  if (ruling && 'text' in ruling && a !== null && b !== null) {
    const to = SIDES.filter((side) => run.writable[side] && current[side] !== ruling.text);
    return { kind: 'combined', value: ruling.text, to };
  }
  const ruled = ruling && 'winner' in ruling ? ruling.winner : null;
  const preferred = winnerBetween(run, found);
  return mergeComment(current, pair.base, { writable: run.writable, winner: ruled ?? preferred });
}

/** A deletion has no time, so `newer` cannot decide about one. */
function winnerBetween(run: SyncRun, { a, b }: PerSide<Comment | null>): Side | null {
  if (run.policy !== 'newer') return winnerOf(run.policy, { a: NO_TIME, b: NO_TIME });
  return a && b ? winnerOf('newer', { a, b }) : null;
}

const NO_TIME = { updatedAt: '' };

async function carryOut(
  run: SyncRun,
  of: CommentPair,
  current: PerSide<string | null>,
  decision: CommentDecision,
  refusedBefore: (side: Side, value: string | null) => boolean,
): Promise<Outcome> {
  const nothing: Outcome = { touched: [], base: null, fate: 'live', conflicts: [] };
  const [a, b] = [current.a ?? '', current.b ?? ''];
  const sides = { value: current, base: of.pair.base };
  const field = `comment:${of.pair.id}`;
  switch (decision.kind) {
    case 'settled':
      return { ...nothing, base: { a, b } };
    case 'left':
      return nothing;
    case 'conflict':
      return { ...nothing, conflicts: [{ field, reason: decision.reason, refusal: null, ...sides }] };
    case 'gone':
    case 'recreate':
      // Without its mapping the one that stands is new to the other side, which is then given it.
      return {
        ...nothing,
        fate:
          decision.kind === 'gone' && SIDES.some((side) => current[side] !== null) ? 'deleted' : 'unmapped',
      };
    case 'delete': {
      if (run.deletes === 'keep' || !run.synced.deleteComment[decision.on])
        return { ...nothing, fate: 'deleted' };
      const detail = refusedBefore(decision.on, null) ? '' : await deleteOn(run, of, decision.on);
      if (detail === null) return { ...nothing, touched: [decision.on], fate: 'unmapped' };
      const refusal = { value: null, names: new Set<string>() };
      return { ...nothing, conflicts: [refusedConflict(field, decision.on, refusal, detail, sides)] };
    }
    case 'write':
    case 'combined': {
      const to = decision.kind === 'write' ? [decision.to] : decision.to;
      const answers: { a: string; b: string } = { a, b };
      const conflicts: NewConflict[] = [];
      for (const side of to) {
        const answer = refusedBefore(side, decision.value)
          ? { refused: '' }
          : await updateOn(run, of, side, decision.value);
        if ('text' in answer) answers[side] = answer.text;
        else {
          const refusal = { value: decision.value, names: new Set<string>() };
          conflicts.push(refusedConflict(field, side, refusal, answer.refused, sides));
        }
      }
      const unwritten = decision.kind === 'combined' ? SIDES.find((side) => !run.writable[side]) : undefined;
      // A side that could not be given the other's change has seen nothing beyond its own text.
      const base = unwritten ? perSide(() => current[unwritten] ?? '') : answers;
      return { touched: to, base: conflicts.length === 0 ? base : null, fate: 'live', conflicts };
    }
  }
}

/** Null when it is gone, else the words of the refusal. */
async function deleteOn(run: SyncRun, of: CommentPair, side: Side): Promise<string | null> {
  const commentId = of.pair.commentId[side];
  run.log.add({ kind: 'delete-comment', on: side, issue: refOf(of.mapping), commentId });
  try {
    await run.backends[side].deleteComment(of.mapping.number[side], commentId, run.writing);
    return null;
  } catch (error) {
    if (isMissing(error)) return null;
    if (isRefusalOfText(error)) return error.message;
    throw error;
  }
}

async function updateOn(
  run: SyncRun,
  of: CommentPair,
  side: Side,
  value: string,
): Promise<{ readonly text: string } | { readonly refused: string }> {
  const commentId = of.pair.commentId[side];
  const attribution = of.pair.attribution[side];
  run.log.add({ kind: 'update-comment', on: side, issue: refOf(of.mapping), commentId });
  try {
    const text = withAttribution(value, attribution);
    const answer = await run.backends[side].updateComment(
      of.mapping.number[side],
      commentId,
      text,
      run.writing,
    );
    return { text: withoutAttribution(answer.body, attribution) };
  } catch (error) {
    if (isRefusalOfText(error)) return { refused: error.message };
    throw error;
  }
}

function recordWrites({ mapping, pair }: CommentPair, { base, fate }: Outcome): readonly StoreWrite[] {
  const key = commentKey(mapping.id, pair.id);
  if (fate === 'unmapped') {
    return [
      ...SIDES.map((side) => {
        return { op: 'remove', kind: 'comment-ref', key: commentRefKey(side, pair.commentId[side]) } as const;
      }),
      { op: 'remove', kind: 'comment', key },
    ];
  }
  const next: CommentMapping = { ...pair, base: base ?? pair.base, status: fate };
  const same = SIDES.every((side) => next.base[side] === pair.base[side]) && fate === pair.status;
  return same ? [] : [{ op: 'put', kind: 'comment', key, record: next }];
}

function refOf(mapping: Mapping) {
  return { side: mapping.origin, number: mapping.number[mapping.origin] };
}
