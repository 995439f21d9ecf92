import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Issue } from '../model/issue.ts';
import type { TrackerContext } from './context.ts';
import type { WantedEdit } from './plan-edit.ts';
import { homeOf, requireInTracker } from './support.ts';

const MAX_TITLE_CHARS = 1_000;
const MAX_BODY_CHARS = 1_000_000;

type CheckedFields = Pick<
  WantedEdit,
  'title' | 'body' | 'state' | 'closeReason' | 'type' | 'priority' | 'milestone' | 'parent' | 'assignees'
>;

/**
 * What can be refused before the tracker is asked for anything.
 *
 * @throws FixpointError UNSUPPORTED, INVALID_INPUT
 */
export function checkFields(context: TrackerContext, fields: CheckedFields): void {
  if (fields.title !== undefined) checkText('title', fields.title, MAX_TITLE_CHARS);
  if (fields.body !== undefined && fields.body !== '') checkText('body', fields.body, MAX_BODY_CHARS, false);
  if (fields.state === 'in_progress' || fields.state === 'working') requireInTracker(context, 'in-progress');
  if (fields.closeReason) homeOf(context, 'close-reason');
  if (fields.type) requireInTracker(context, 'type');
  if (fields.priority) requireInTracker(context, 'priority');
  if (fields.milestone) requireInTracker(context, 'milestones');
  if (fields.parent) homeOf(context, 'parent');
  checkAssigneeCount(context, fields.assignees ?? []);
}

/** @throws FixpointError UNSUPPORTED when the tracker takes one and there are more */
export function checkAssigneeCount(context: TrackerContext, assignees: readonly string[]): void {
  if (assignees.length > 1) requireInTracker(context, 'several-assignees');
}

/** Whether it touches what an agent that works on the issue relies on (`write-rule.ts`). */
export function isWork(wanted: WantedEdit): boolean {
  const { state, closeReason, assignees, addAssignees, removeAssignees } = wanted;
  return [state, closeReason, assignees, addAssignees, removeAssignees].some((it) => it !== undefined);
}

/** @throws FixpointError EDIT_CONFLICT */
export function checkUnchanged(issue: Issue, expectedUpdatedAt: string | undefined): void {
  if (expectedUpdatedAt === undefined) return;
  if (Date.parse(expectedUpdatedAt) === Date.parse(issue.updatedAt)) return;
  const detail = `#${issue.number} was changed at ${issue.updatedAt}, after ${expectedUpdatedAt.slice(0, 40)}.`;
  throw new FixpointError('EDIT_CONFLICT', detail);
}

/** @throws FixpointError INVALID_INPUT */
export function checkText(name: string, text: string, maxChars = MAX_BODY_CHARS, mustSay = true): void {
  if (mustSay && text.trim() === '') throw new FixpointError('INVALID_INPUT', `${name}: is empty.`);
  if (text.length > maxChars) {
    throw new FixpointError('INVALID_INPUT', `${name}: is at most ${maxChars} characters.`);
  }
}
