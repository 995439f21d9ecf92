import { meaningOfLabel } from '@fixpoint/issue-core/model/encoded-labels.ts';
import { type Issue, PRIORITIES, type Priority } from '@fixpoint/issue-core/model/issue.ts';
import type { LabelIndex } from './label-index.ts';

/** One part of a list by priority. */
export interface ListStage {
  /** Its place among all of them, which stays whatever labels there are. */
  readonly index: number;
  /** What every issue of it has; null when that is not one label. */
  readonly label: string | null;
  readonly keeps: (issue: Issue) => boolean;
}

const ALL: readonly (Priority | null)[] = [...PRIORITIES, null];

/**
 * The parts of a list by priority, in their order: GitLab cannot sort by it, so the list is read once for each priority of
 * which there is a label, and once more for the issues that have none.
 */
export async function priorityStages(labels: LabelIndex, descending: boolean): Promise<readonly ListStage[]> {
  const names = (await labels.list()).map(({ name }) => name);
  const order = descending ? [...PRIORITIES.toReversed(), null] : ALL;
  return order.flatMap((priority, index): readonly ListStage[] => {
    const keeps = (issue: Issue) => issue.priority === priority;
    if (priority === null) return [{ index, label: null, keeps }];
    const carriers = names.filter((name) => {
      const meaning = meaningOfLabel(name);
      return meaning.field === 'priority' && meaning.priority === priority;
    });
    if (carriers.length === 0) return [];
    // An issue has any of several spellings, and GitLab can be asked for all of them only.
    return [{ index, label: carriers.length === 1 ? (carriers[0] ?? null) : null, keeps }];
  });
}

export const ONE_STAGE: readonly ListStage[] = [{ index: 0, label: null, keeps: () => true }];
