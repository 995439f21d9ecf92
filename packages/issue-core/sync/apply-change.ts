import type { Issue, IssueChange } from '../model/issue.ts';
import { fold } from '../query/fold.ts';

/** The issue as a tracker that has everything would have it after this change. */
export function applyChange(issue: Issue, change: IssueChange): Issue {
  const { addLabels = [], removeLabels = [], addAssignees = [], removeAssignees = [], ...values } = change;
  const state = values.state ?? issue.state;
  const closeReason = state === 'closed' ? (values.closeReason ?? issue.closeReason) : null;
  return {
    ...issue,
    ...values,
    state,
    closeReason,
    labels: applyDelta(issue.labels, addLabels, removeLabels),
    assignees: applyDelta(issue.assignees, addAssignees, removeAssignees),
  };
}

function applyDelta(
  names: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): readonly string[] {
  const removed = new Set(remove.map(fold));
  const kept = names.filter((name) => !removed.has(fold(name)));
  const has = new Set(kept.map(fold));
  return [...kept, ...add.filter((name) => !has.has(fold(name)))];
}
