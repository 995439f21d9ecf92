import {
  type DecodedLabels,
  decodeLabels,
  type LabelMeaning,
  meaningOfLabel,
} from '../model/encoded-labels.ts';
import {
  CLOSE_REASONS,
  type CloseReason,
  ISSUE_STATES,
  type Issue,
  type IssueChange,
  type IssueState,
  type NewIssue,
  PRIORITIES,
  type Priority,
} from '../model/issue.ts';
import { fold } from '../query/fold.ts';
import {
  cleanBody,
  cleanLine,
  cleanName,
  cleanNames,
  invalid,
  MAX_NAMES,
  MAX_TITLE_CHARS,
  oneOf,
} from './clean-text.ts';

/** What people decide about an issue; the rest follows from it. */
export type IssueFields = Pick<
  Issue,
  | 'title'
  | 'body'
  | 'state'
  | 'closeReason'
  | 'type'
  | 'priority'
  | 'labels'
  | 'assignees'
  | 'milestone'
  | 'parent'
>;

const NOTHING_YET: IssueFields = {
  title: '',
  body: '',
  state: 'open',
  closeReason: null,
  type: null,
  priority: null,
  labels: [],
  assignees: [],
  milestone: null,
  parent: null,
};

/** @throws FixpointError INVALID_INPUT */
export function fieldsOfNew({ labels = [], assignees = [], ...fields }: NewIssue): IssueFields {
  return applyChange(NOTHING_YET, { ...fields, addLabels: labels, addAssignees: assignees });
}

/**
 * The fields of an issue after a change. A label that carries a field sets it, and takes it away when it is removed, unless
 * the change also says what the field is to be. What is both removed and added is there afterwards.
 *
 * @throws FixpointError INVALID_INPUT
 */
export function applyChange(before: IssueFields, change: IssueChange): IssueFields {
  const added = decodeLabels(cleanNames('labels', change.addLabels));
  const removed = cleanNames('labels', change.removeLabels).map(meaningOfLabel);
  const state = stateAfter(before.state, change.state, added, removed);
  return {
    title: change.title === undefined ? before.title : cleanLine('title', change.title, MAX_TITLE_CHARS),
    body: change.body === undefined ? before.body : cleanBody('body', change.body),
    state,
    closeReason: closeReasonAfter(before, state, change.closeReason),
    type: typeAfter(before.type, change.type, added, removed),
    priority: priorityAfter(before.priority, change.priority, added, removed),
    labels: namesAfter(
      'labels',
      before.labels,
      added.labels,
      removed.flatMap((it) => (it.field === 'label' ? [it.name] : [])),
    ),
    assignees: namesAfter(
      'assignees',
      before.assignees,
      cleanNames('assignees', change.addAssignees),
      cleanNames('assignees', change.removeAssignees),
    ),
    milestone: change.milestone === undefined ? before.milestone : cleanMilestone(change.milestone),
    parent: change.parent === undefined ? before.parent : change.parent,
  };
}

function stateAfter(
  before: IssueState,
  wanted: IssueState | undefined,
  added: DecodedLabels,
  removed: readonly LabelMeaning[],
): IssueState {
  if (wanted !== undefined) return oneOf('state', wanted, ISSUE_STATES);
  // On a tracker that has it as a label, a closed issue stays closed with it.
  if (before === 'closed') return before;
  if (added.inProgress) return 'in_progress';
  return before === 'in_progress' && removed.some((it) => it.field === 'in-progress') ? 'open' : before;
}

function closeReasonAfter(
  before: IssueFields,
  state: IssueState,
  wanted: CloseReason | null | undefined,
): CloseReason | null {
  if (wanted === undefined) return state === 'closed' ? before.closeReason : null;
  if (wanted === null) return null;
  if (state !== 'closed') throw invalid('closeReason', 'only a closed issue has one');
  return oneOf('closeReason', wanted, CLOSE_REASONS);
}

function typeAfter(
  before: string | null,
  wanted: string | null | undefined,
  added: DecodedLabels,
  removed: readonly LabelMeaning[],
): string | null {
  if (wanted !== undefined) return wanted === null ? null : fold(cleanName('type', wanted));
  if (added.type !== null) return added.type;
  return removed.some((it) => it.field === 'type' && it.type === before) ? null : before;
}

function priorityAfter(
  before: Priority | null,
  wanted: Priority | null | undefined,
  added: DecodedLabels,
  removed: readonly LabelMeaning[],
): Priority | null {
  if (wanted !== undefined) return wanted === null ? null : oneOf('priority', wanted, PRIORITIES);
  if (added.priority !== null) return added.priority;
  return removed.some((it) => it.field === 'priority' && it.priority === before) ? null : before;
}

function namesAfter(
  field: string,
  before: readonly string[],
  added: readonly string[],
  removed: readonly string[],
): readonly string[] {
  const names = new Map(before.map((name) => [fold(name), name]));
  for (const name of removed) names.delete(fold(name));
  for (const name of added) if (!names.has(fold(name))) names.set(fold(name), name);
  if (names.size > MAX_NAMES) throw invalid(field, `at most ${MAX_NAMES}`);
  return [...names.values()];
}

function cleanMilestone(title: string | null): string | null {
  return title === null ? null : cleanName('milestone', title);
}
