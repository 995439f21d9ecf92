import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { Sort } from '../backend/port.ts';

export interface SortKey {
  /** Of `issues`. */
  readonly column: string;
  /** Walks the issues in this order; null where the table itself does. */
  readonly index: string | null;
}

/** The same order as `compareIssues` of `query/sort.ts`: a key, then the number, both in the direction of the sort. */
export function sortKey({ field, descending }: Sort): SortKey {
  switch (field) {
    case 'number':
      return { column: 'number', index: null };
    case 'created':
      return { column: 'created_at', index: 'issues_by_created' };
    case 'updated':
      return { column: 'updated_at', index: 'issues_by_updated' };
    case 'priority': {
      const column = descending ? 'priority_descending' : 'priority_ascending';
      return { column, index: `issues_by_${column}` };
    }
    default:
      return assertNever(field);
  }
}
