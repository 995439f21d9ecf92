export const LINK_KINDS = [
  'blocks',
  'blocked_by',
  'parent',
  'child',
  'relates',
  'duplicates',
  'duplicated_by',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Read as: this issue `kind` the issue `number` of the same tracker. */
export interface Link {
  readonly kind: LinkKind;
  readonly number: number;
}

const INVERSE = {
  blocks: 'blocked_by',
  blocked_by: 'blocks',
  parent: 'child',
  child: 'parent',
  relates: 'relates',
  duplicates: 'duplicated_by',
  duplicated_by: 'duplicates',
} as const satisfies Record<LinkKind, LinkKind>;

/** The same link, seen from its other end. `parent` says that the other issue is the parent. */
export function inverseLink(kind: LinkKind): LinkKind {
  return INVERSE[kind];
}
