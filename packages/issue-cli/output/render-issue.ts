import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import type { Issue, IssueState, Priority } from '@fixpoint/issue-core/model/issue.ts';
import type { IssueDetail } from '@fixpoint/issue-core/tracker/api.ts';
import { relativeTime } from './relative-time.ts';
import { safeLine, safeText } from './safe-text.ts';
import type { Paint, Style } from './style.ts';
import { type Column, renderTable } from './table.ts';

const STATE_PAINTS: Readonly<Record<IssueState, Paint>> = {
  open: 'green',
  in_progress: 'yellow',
  closed: 'magenta',
};
const PRIORITY_PAINTS: Readonly<Record<Priority, Paint>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'dim',
};

export const ISSUE_COLUMNS: readonly Column<Issue>[] = [
  { title: '#', cell: ({ number, url }) => ({ text: `#${number}`, paint: 'bold', url }) },
  { title: 'STATE', cell: ({ state }) => ({ text: state, paint: STATE_PAINTS[state] }) },
  {
    title: 'PRIORITY',
    cell: ({ priority }) => (priority === null ? '' : { text: priority, paint: PRIORITY_PAINTS[priority] }),
  },
  { title: 'TITLE', cell: ({ title }) => safeLine(title), shrinks: true },
  { title: 'TYPE', cell: ({ type }) => safeLine(type ?? '') },
  { title: 'LABELS', cell: ({ labels }) => ({ text: namesOf(labels), paint: 'cyan' }), shrinks: true },
  { title: 'ASSIGNEES', cell: ({ assignees }) => namesOf(assignees) },
];

export function renderIssues(items: readonly Issue[], style: Style): string {
  const updated: Column<Issue> = {
    title: 'UPDATED',
    cell: ({ updatedAt }) => ({ text: timeOf(updatedAt, style), paint: 'dim' }),
  };
  return renderTable(items, [...ISSUE_COLUMNS, updated], style);
}

export interface ShownIssue extends IssueDetail {
  readonly comments: readonly Comment[] | null;
}

/** All that is known of one issue. */
export function renderShownIssue(shown: ShownIssue, style: Style): string {
  const { issue, comments } = shown;
  const heading = `${style.link(style.paint('bold', `#${issue.number}`), issue.url)} ${style.paint('bold', safeLine(issue.title))}`;
  const facts = factsOf(shown, style).map(([name, value]) => `${style.paint('dim', `${name}:`)} ${value}`);
  const body = safeText(issue.body).trim();
  const told = comments?.map((comment) => renderComment(comment, style)) ?? [];
  return [[heading, ...facts].join('\n'), ...(body === '' ? [] : [body]), ...told].join('\n\n');
}

export function renderComment({ author, createdAt, body, id }: Comment, style: Style): string {
  const who = style.paint('bold', safeLine(author ?? 'somebody'));
  const when = style.paint('dim', `${timeOf(createdAt, style)} (comment ${safeLine(id)})`);
  return `── ${who} ${when}\n${safeText(body).trim()}`;
}

function factsOf(
  { issue, links, claim, deferredUntil, agentStates, comments }: ShownIssue,
  style: Style,
): readonly (readonly [string, string])[] {
  const { state, closeReason } = issue;
  const facts: readonly (readonly [string, string | null])[] = [
    ['state', style.paint(STATE_PAINTS[state], closeReason === null ? state : `${state} (${closeReason})`)],
    ['priority', issue.priority],
    ['type', issue.type],
    ['labels', namesOf(issue.labels)],
    ['assignees', namesOf(issue.assignees)],
    ['milestone', issue.milestone],
    ['author', issue.author],
    ['created', timeOf(issue.createdAt, style)],
    ['updated', timeOf(issue.updatedAt, style)],
    ['links', links.map(({ kind, number }) => `${kind.replace('_', ' ')} #${number}`).join(', ')],
    ['claimed', claim && `by ${claim.agent}, token ${claim.token}, until ${claim.expiresAt}`],
    ['deferred', deferredUntil && `until ${deferredUntil}`],
    ['notes of', namesOf(agentStates.map(({ agent }) => agent))],
    ['comments', comments === null && issue.commentCount > 0 ? `${issue.commentCount}` : null],
    ['url', issue.url],
  ];
  return facts.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [[name, name === 'state' ? value : safeLine(value)] as const],
  );
}

function namesOf(names: readonly string[]): string {
  return names.map(safeLine).join(', ');
}

/** How long ago for a person; as it is for whoever reads the output of a pipe. */
export function timeOf(iso: string, style: Style): string {
  return style.columns === null ? iso : relativeTime(iso, style.now);
}
