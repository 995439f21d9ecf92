import { meaningOfLabel } from '../model/encoded-labels.ts';
import type { Issue } from '../model/issue.ts';
import { fold } from '../query/fold.ts';
import { canonicalText } from './canonical-text.ts';
import { withoutIssueAttribution } from './issue-attribution.ts';

export const SCALAR_FIELDS = ['title', 'body', 'state', 'type', 'priority', 'milestone'] as const;
export type ScalarField = (typeof SCALAR_FIELDS)[number];

export const SET_FIELDS = ['labels', 'assignees'] as const;
export type SetField = (typeof SET_FIELDS)[number];

export type IssueField = ScalarField | SetField;

/**
 * An issue as it is compared. State and close reason are one value (`closed/completed`), because neither is to be merged
 * without the other.
 */
export type IssueFields = Readonly<Record<ScalarField, string | null>> &
  Readonly<Record<SetField, readonly string[]>>;

/** What a tracker has after somebody created an issue with nothing but title and text. */
export const UNSET: Omit<IssueFields, 'title' | 'body'> = {
  state: 'open',
  type: null,
  priority: null,
  milestone: null,
  labels: [],
  assignees: [],
};

export function canonicalFields(issue: Issue): IssueFields {
  return {
    title: issue.title.trim(),
    body: withoutIssueAttribution(canonicalText(issue.body)),
    state:
      issue.state === 'closed' && issue.closeReason !== null ? `closed/${issue.closeReason}` : issue.state,
    type: issue.type === null ? null : fold(issue.type.trim()),
    priority: issue.priority,
    milestone: issue.milestone === null ? null : issue.milestone.trim(),
    labels: canonicalNames(issue.labels.filter((name) => meaningOfLabel(name).field === 'label')),
    assignees: canonicalNames(issue.assignees),
  };
}

/** Each once, whatever its case, in the order of the folded names. */
export function canonicalNames(names: readonly string[]): readonly string[] {
  const byFolded = new Map<string, string>();
  for (const name of names) {
    const folded = fold(name.trim());
    if (folded !== '' && !byFolded.has(folded)) byFolded.set(folded, name.trim());
  }
  return [...byFolded].toSorted(([left], [right]) => compareText(left, right)).map(([, name]) => name);
}

export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function sameNames(left: readonly string[], right: readonly string[]): boolean {
  const folded = new Set(left.map(fold));
  return folded.size === new Set(right.map(fold)).size && right.every((name) => folded.has(fold(name)));
}

export function sameFields(left: IssueFields, right: IssueFields, fields: readonly IssueField[]): boolean {
  return fields.every((field) => {
    if (isSetField(field)) return sameNames(left[field], right[field]);
    return left[field] === right[field];
  });
}

export function isSetField(field: IssueField): field is SetField {
  return field === 'labels' || field === 'assignees';
}
