/** The two trackers of a sync have no rank: `a` and `b` are only names. */
export const SIDES = ['a', 'b'] as const;
export type Side = (typeof SIDES)[number];

export interface PerSide<T> {
  readonly a: T;
  readonly b: T;
}

export function otherSide(side: Side): Side {
  return side === 'a' ? 'b' : 'a';
}

export function perSide<T>(make: (side: Side) => T): PerSide<T> {
  return { a: make('a'), b: make('b') };
}

export function withSide<T>(both: PerSide<T>, side: Side, value: T): PerSide<T> {
  return side === 'a' ? { a: value, b: both.b } : { a: both.a, b: value };
}
