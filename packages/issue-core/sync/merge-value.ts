import { otherSide, type PerSide, SIDES, type Side } from './side.ts';

export interface MergeRules {
  /** A side to which the direction of the run does not lead is only read. */
  readonly writable: PerSide<boolean>;
  /** Whose value stands where both changed; null leaves it to people. */
  readonly winner: Side | null;
}

export interface ValueKind<T> {
  equal(left: T, right: T): boolean;
  /** The value as the other tracker can have it. */
  translate(value: T, to: Side): T;
  /** Both changes in one; null when they cannot be reconciled. */
  combine?(base: T, a: T, b: T): T | null;
}

export type ValueDecision<T> =
  /** The sides agree, or differ as they did when they were last merged. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'write'; readonly to: Side; readonly value: T }
  | { readonly kind: 'combined'; readonly value: T; readonly to: readonly Side[] }
  /** Changed on a side from which this run does not carry. */
  | { readonly kind: 'left' }
  | { readonly kind: 'conflict' };

export interface Versions<T> {
  readonly current: PerSide<T>;
  /** What each side had when the two were last merged, as it was read back from that side. */
  readonly base: PerSide<T>;
}

/** Three-way merge of one value that each side has in its own form. */
export function mergeValue<T>(
  { current, base }: Versions<T>,
  kind: ValueKind<T>,
  rules: MergeRules,
): ValueDecision<T> {
  const changed = SIDES.filter((side) => !kind.equal(current[side], base[side]));
  const [first] = changed;
  if (!first) return { kind: 'settled' };
  if (agree(current, kind)) return { kind: 'settled' };
  if (changed.length === 1) return carry(first, current, kind, rules);

  const combined = kind.combine?.(base.a, current.a, current.b) ?? null;
  if (combined !== null) {
    const to = SIDES.filter((side) => rules.writable[side] && !kind.equal(current[side], combined));
    return { kind: 'combined', value: combined, to };
  }
  return rules.winner ? carry(rules.winner, current, kind, rules) : { kind: 'conflict' };
}

export function agree<T>(current: PerSide<T>, kind: ValueKind<T>): boolean {
  return (
    kind.equal(kind.translate(current.a, 'b'), current.b) ||
    kind.equal(kind.translate(current.b, 'a'), current.a)
  );
}

function carry<T>(from: Side, current: PerSide<T>, kind: ValueKind<T>, rules: MergeRules): ValueDecision<T> {
  const to = otherSide(from);
  if (!rules.writable[to]) return { kind: 'left' };
  return { kind: 'write', to, value: kind.translate(current[from], to) };
}

/**
 * The bases after a decision was carried out; `readBack` holds what the sides that were written to answered.
 * Where a write was refused they stay, so that the change is still known as one.
 */
export function nextBase<T>(
  { current, base }: Versions<T>,
  decision: ValueDecision<T>,
  readBack: PerSide<T>,
  writable: PerSide<boolean>,
): PerSide<T> {
  switch (decision.kind) {
    case 'settled':
      return current;
    case 'left':
    case 'conflict':
      return base;
    case 'write':
      return decision.to === 'a' ? { a: readBack.a, b: current.b } : { a: current.a, b: readBack.b };
    case 'combined': {
      // A side that could not be given the other's change has seen nothing beyond its own text.
      const unwritten = SIDES.find((side) => !writable[side]);
      if (unwritten) return { a: current[unwritten], b: current[unwritten] };
      return {
        a: decision.to.includes('a') ? readBack.a : current.a,
        b: decision.to.includes('b') ? readBack.b : current.b,
      };
    }
  }
}
