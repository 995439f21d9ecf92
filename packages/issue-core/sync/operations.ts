import type { IssueChange } from '../model/issue.ts';
import type { Side } from './side.ts';
import type { LinkField } from './synced-fields.ts';

/** An issue, by where it was first: so a plan can name one that is yet to be created on the other side. */
export interface IssueRef {
  readonly side: Side;
  readonly number: number;
}

/** One write to a tracker, as it is planned; a dry run lists the same ones that a run then carries out. */
export type SyncOperation = { readonly on: Side } & (
  | { readonly kind: 'create-issue'; readonly issue: IssueRef; readonly title: string }
  | { readonly kind: 'update-issue'; readonly issue: IssueRef; readonly change: IssueChange }
  | { readonly kind: 'close-issue'; readonly issue: IssueRef }
  | { readonly kind: 'delete-issue'; readonly issue: IssueRef }
  | { readonly kind: 'create-comment'; readonly issue: IssueRef; readonly sourceId: string }
  | { readonly kind: 'update-comment'; readonly issue: IssueRef; readonly commentId: string }
  | { readonly kind: 'delete-comment'; readonly issue: IssueRef; readonly commentId: string }
  | {
      readonly kind: 'create-attachment';
      readonly issue: IssueRef;
      readonly sourceId: string;
      readonly name: string;
    }
  | {
      readonly kind: 'add-link' | 'remove-link';
      readonly issue: IssueRef;
      readonly link: LinkField;
      readonly to: IssueRef;
    }
  | { readonly kind: 'create-label'; readonly name: string }
  | { readonly kind: 'create-milestone'; readonly title: string }
);

/** A plan beyond this is counted, not listed. */
const MAX_LISTED = 200_000;

export interface OperationLog {
  readonly listed: readonly SyncOperation[];
  readonly total: number;
  /** Whether any of them is on that side. */
  wrote(side: Side): boolean;
  /** Whether any of them is about links there, which change two issues at once. */
  linked(side: Side): boolean;
  add(operation: SyncOperation): void;
}

export function createOperationLog(): OperationLog {
  const listed: SyncOperation[] = [];
  let total = 0;
  const written = new Set<Side>();
  const linked = new Set<Side>();
  return {
    listed,
    get total() {
      return total;
    },
    wrote: (side) => written.has(side),
    linked: (side) => linked.has(side),
    add(operation) {
      total += 1;
      written.add(operation.on);
      if (operation.kind === 'add-link' || operation.kind === 'remove-link') linked.add(operation.on);
      if (listed.length < MAX_LISTED) listed.push(operation);
    },
  };
}
