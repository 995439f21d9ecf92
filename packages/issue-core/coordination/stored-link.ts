import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { inverseLink, type Link, type LinkKind } from '../model/link.ts';

/** A link as it is kept: once, from the end at which it is read first. */
export interface StoredLink {
  readonly source: number;
  readonly kind: 'blocked_by' | 'parent' | 'duplicates' | 'relates';
  readonly target: number;
}

/** @throws FixpointError LINK_CYCLE when an issue is linked to itself */
export function storedLinkOf(issue: number, { kind, number }: Link): StoredLink {
  if (issue === number) throw new FixpointError('LINK_CYCLE', `#${issue} cannot be linked to itself.`);
  switch (kind) {
    case 'blocked_by':
    case 'parent':
    case 'duplicates':
      return { source: issue, kind, target: number };
    case 'blocks':
      return { source: number, kind: 'blocked_by', target: issue };
    case 'child':
      return { source: number, kind: 'parent', target: issue };
    case 'duplicated_by':
      return { source: number, kind: 'duplicates', target: issue };
    case 'relates':
      return { source: Math.min(issue, number), kind, target: Math.max(issue, number) };
    default:
      return assertNever(kind);
  }
}

/** As it is seen from one of its ends. */
export function linkSeenFrom(issue: number, { source, kind, target }: StoredLink): Link {
  if (issue === source) return { kind, number: target };
  return { kind: inverseLink(kind), number: source };
}

/** Whether the one end waits for the other: such links must not go in a circle. */
export function isOrdering(kind: LinkKind): boolean {
  return kind === 'blocks' || kind === 'blocked_by' || kind === 'parent' || kind === 'child';
}
