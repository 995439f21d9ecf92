import { randomUUID } from 'node:crypto';
import type { ListRequest, Page } from '@fixpoint/issue-core/backend/port.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import { compareIssues } from '@fixpoint/issue-core/query/sort.ts';
import { encodeListCursor, type ListAfter } from './list-cursor.ts';

/** Lists that were sorted here, for their further pages; only the last one is kept. */
export interface Snapshots {
  /** The page after `after`: of the list that it was taken from, or else of one that `read` reads anew. */
  page(
    request: ListRequest,
    after: ListAfter | null,
    read: () => Promise<readonly Issue[]>,
  ): Promise<Page<Issue>>;
}

export function createSnapshots(): Snapshots {
  let kept: { readonly id: string; readonly issues: readonly Issue[] } | null = null;

  return {
    async page({ sort, pageSize }, after, read) {
      const snapshot =
        after && kept?.id === after.snapshot ? kept : { id: randomUUID(), issues: await read() };
      kept = snapshot;
      const { issues } = snapshot;
      const start = after ? firstAfter(issues, after, compareIssues(sort)) : 0;
      const items = issues.slice(start, start + Math.max(1, pageSize));
      const last = items.at(-1);
      if (!last || start + items.length >= issues.length) {
        kept = null;
        return { items, next: null, total: issues.length };
      }
      const { number, createdAt, updatedAt, priority } = last;
      const next = encodeListCursor({
        kind: 'after',
        snapshot: snapshot.id,
        number,
        createdAt,
        updatedAt,
        priority,
      });
      return { items, next, total: issues.length };
    },
  };
}

function firstAfter(
  issues: readonly Issue[],
  after: ListAfter,
  compare: (a: Issue, b: Issue) => number,
): number {
  const found = issues.findIndex((issue) => {
    const { number, createdAt, updatedAt, priority } = after;
    return compare(issue, { ...issue, number, createdAt, updatedAt, priority }) > 0;
  });
  return found < 0 ? issues.length : found;
}
