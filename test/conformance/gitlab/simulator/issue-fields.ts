import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { Exchange } from './exchange.ts';
import { labelsNamed } from './handlers/labels.ts';
import { addSystemNote } from './new-note.ts';
import { booleanOf, choiceOf, listOf, numberOf, type Parameters, textOf } from './parameters.ts';
import { extractQuickActions, type QuickAction } from './quick-actions.ts';
import { refuse } from './refusal.ts';
import {
  canReadProject,
  canTriage,
  ISSUE_TYPES,
  type SimIssue,
  type SimLabel,
  type SimProject,
  type SimUser,
  timeOf,
} from './world.ts';

export const ISSUE_PARAMETERS: readonly string[] = [
  ...['title', 'description', 'assignee_ids', 'assignee_id', 'milestone_id', 'labels', 'add_labels'],
  ...['remove_labels', 'due_date', 'confidential', 'discussion_locked', 'issue_type', 'weight'],
];
const MAX_TITLE_CHARS = 255;
export const MAX_TEXT_CHARS = 1_000_000;

/** The fields of creating and of changing an issue. All are checked before one is set. */
export function setIssueFields(exchange: Exchange, project: SimProject, issue: SimIssue): void {
  const { parameters } = exchange;
  const title = textOf(parameters, 'title');
  const description = textOf(parameters, 'description');
  if (title !== null) checkTitle(title);
  if (description !== null && description.length > MAX_TEXT_CHARS) {
    throw refuse(400, { description: [`is too long (maximum is ${MAX_TEXT_CHARS} characters)`] });
  }
  const type = choiceOf(parameters, 'issue_type', ISSUE_TYPES);
  const confidential = booleanOf(parameters, 'confidential');
  const locked = booleanOf(parameters, 'discussion_locked');
  if (title !== null) issue.title = title.trim();
  if (confidential !== null) issue.confidential = confidential;
  if (description !== null) {
    const { text, actions } = extractQuickActions(description);
    issue.description = text;
    for (const action of actions) obey(exchange, project, issue, action);
  }
  // Whoever may not set these is not told.
  if (!canTriage(project, exchange.actor)) return;
  if (type !== null) issue.type = type;
  if (locked !== null) issue.discussionLocked = locked;
  setAssignees(exchange, project, issue);
  setMilestone(parameters, project, issue);
  setLabels(exchange, project, issue);
}

function checkTitle(title: string): void {
  if (title.trim() === '') throw refuse(400, { title: ["can't be blank"] });
  if ([...title.trim()].length > MAX_TITLE_CHARS) {
    throw refuse(400, { title: [`is too long (maximum is ${MAX_TITLE_CHARS} characters)`] });
  }
}

/** 0 is nobody; without a licence the first alone is taken. */
function setAssignees({ world, parameters, actor }: Exchange, project: SimProject, issue: SimIssue): void {
  const single = numberOf(parameters, 'assignee_id');
  const ids = listOf(parameters, 'assignee_ids') ?? (single === null ? null : [String(single)]);
  if (ids === null) return;
  const users = ids
    .map((id) => world.users.find((user) => String(user.id) === id))
    .filter((user): user is SimUser => user !== undefined && canReadProject(project, user));
  const taken = world.edition.licence === 'paid' ? users : users.slice(0, 1);
  for (const user of taken.filter((it) => !issue.assignees.includes(it))) {
    addSystemNote(world, project, issue, actor, `assigned to @${user.username}`);
  }
  issue.assignees = [...new Set(taken)];
}

/** An id of nothing is passed over. */
function setMilestone(parameters: Parameters, { milestones }: SimProject, issue: SimIssue): void {
  const { milestone_id: given } = parameters.fields;
  if (given === undefined) return;
  const id = numberOf(parameters, 'milestone_id');
  if (id === null || id === 0) issue.milestone = null;
  else issue.milestone = milestones.find((it) => it.id === id) ?? issue.milestone;
}

function setLabels(exchange: Exchange, project: SimProject, issue: SimIssue): void {
  const { parameters } = exchange;
  const all = listOf(parameters, 'labels');
  if (all !== null) issue.labels = [...labelsNamed(exchange, project, all)];
  const removed = new Set(listOf(parameters, 'remove_labels') ?? []);
  issue.labels = issue.labels.filter(({ name }) => !removed.has(name));
  for (const label of labelsNamed(exchange, project, listOf(parameters, 'add_labels') ?? [])) {
    giveLabel(exchange, issue, label);
  }
}

/** With a licence, one label of a scope (`scope::name`) takes the place of the others. */
function giveLabel({ world }: Exchange, issue: SimIssue, label: SimLabel): void {
  const scope = scopeOf(label);
  const isExclusive = world.edition.licence === 'paid' && scope !== null;
  const kept = issue.labels.filter((it) => it !== label && !(isExclusive && scopeOf(it) === scope));
  issue.labels = [...kept, label];
}

function scopeOf({ name }: SimLabel): string | null {
  const end = name.lastIndexOf('::');
  return end > 0 ? name.slice(0, end) : null;
}

export function setState({ world, actor }: Exchange, issue: SimIssue, event: 'close' | 'reopen'): void {
  const isClosing = event === 'close';
  if (isClosing === (issue.state === 'closed')) return;
  issue.state = isClosing ? 'closed' : 'opened';
  issue.closedAt = isClosing ? timeOf(world) : null;
  issue.closedBy = isClosing ? actor : null;
}

/** A command in a text does what it says. */
export function obey(exchange: Exchange, project: SimProject, issue: SimIssue, action: QuickAction): void {
  switch (action.command) {
    case 'close':
    case 'reopen':
      setState(exchange, issue, action.command);
      break;
    case 'confidential':
      issue.confidential = true;
      break;
    case 'title':
      checkTitle(action.argument);
      issue.title = action.argument;
      break;
    case 'label':
      for (const label of labelsNamed(exchange, project, [action.argument.replace(/^~"?|"$/g, '')])) {
        giveLabel(exchange, issue, label);
      }
      break;
    default:
      assertNever(action);
  }
}
