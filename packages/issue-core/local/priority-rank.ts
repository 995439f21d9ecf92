import { PRIORITIES, type Priority } from '../model/issue.ts';

/** As it is stored, so that it can be sorted by: 1 is the most urgent. */
export function rankOf(priority: Priority): number {
  return PRIORITIES.indexOf(priority) + 1;
}

export function priorityOfRank(rank: number | null): Priority | null {
  return rank === null ? null : (PRIORITIES[rank - 1] ?? null);
}
