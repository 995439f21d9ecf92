import { mergeText } from './merge-text.ts';
import { type MergeRules, mergeValue, type ValueDecision } from './merge-value.ts';
import { otherSide, type PerSide, type Side } from './side.ts';

/** Null where it was deleted. */
export type CommentTexts = PerSide<string | null>;

export type CommentDecision =
  | Exclude<ValueDecision<string>, { kind: 'conflict' }>
  | { readonly kind: 'conflict'; readonly reason: 'both-changed' | 'deleted-and-edited' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'delete'; readonly on: Side }
  /** Deleted here, while the edit there stands: it is to be written anew. */
  | { readonly kind: 'recreate'; readonly on: Side };

/** Three-way merge of one comment; deletion is a change like any other. */
export function mergeComment(
  current: CommentTexts,
  base: PerSide<string>,
  rules: MergeRules,
): CommentDecision {
  const { a, b } = current;
  if (a === null && b === null) return { kind: 'gone' };
  if (a !== null && b !== null) {
    const decision = mergeValue({ current: { a, b }, base }, TEXT, rules);
    return decision.kind === 'conflict' ? { kind: 'conflict', reason: 'both-changed' } : decision;
  }
  const kept: Side = a === null ? 'b' : 'a';
  const deleted = otherSide(kept);
  const edited = current[kept] !== base[kept];
  if (edited && rules.winner === null) return { kind: 'conflict', reason: 'deleted-and-edited' };
  const recreate = edited && rules.winner === kept;
  const on = recreate ? deleted : kept;
  if (!rules.writable[on]) return { kind: 'left' };
  return recreate ? { kind: 'recreate', on } : { kind: 'delete', on };
}

const TEXT = {
  equal: (left: string, right: string) => left === right,
  translate: (value: string) => value,
  combine: mergeText,
};
