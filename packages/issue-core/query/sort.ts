import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { Sort } from '../backend/port.ts';
import { type Issue, PRIORITIES } from '../model/issue.ts';

/** All that any order looks at: enough for a cursor. */
export type SortKeys = Pick<Issue, 'number' | 'createdAt' | 'updatedAt' | 'priority'>;

/**
 * The order in which every list stands, for `Array.sort` and for merging lists; no two issues of one tracker are equal in
 * it. Times are compared as instants. Ascending priority is from critical to low; issues without one come last in both
 * directions. Ties go by number, in the direction of the sort.
 */
export function compareIssues({ field, descending }: Sort): (a: SortKeys, b: SortKeys) => number {
  const direction = descending ? -1 : 1;
  return (a, b) => {
    if (field === 'priority' && (a.priority === null) !== (b.priority === null)) {
      return a.priority === null ? 1 : -1;
    }
    return direction * (keyOf(a, field) - keyOf(b, field) || a.number - b.number);
  };
}

function keyOf(issue: SortKeys, field: Sort['field']): number {
  switch (field) {
    case 'number':
      return issue.number;
    case 'created':
      return Date.parse(issue.createdAt);
    case 'updated':
      return Date.parse(issue.updatedAt);
    case 'priority':
      return issue.priority === null ? PRIORITIES.length : PRIORITIES.indexOf(issue.priority);
    default:
      return assertNever(field);
  }
}
