import type { JsonObject } from '../contract/json-schema.ts';
import type { SimComment, SimIssue, SimIssueType, SimLabel, SimMilestone, SimRepository } from '../world.ts';
import {
  type Bases,
  issueAddress,
  issuePage,
  nodeId,
  repositoryAddress,
  repositoryPage,
} from './addresses.ts';
import { renderUser } from './user.ts';

export function renderIssue(bases: Bases, repository: SimRepository, issue: SimIssue): JsonObject {
  const url = issueAddress(bases, repository, issue);
  const [assignee] = issue.assignees;
  return {
    ...{ id: issue.id, node_id: nodeId('I', issue.id), number: issue.number, title: issue.title },
    ...{ body: issue.body, state: issue.state, state_reason: issue.stateReason, url },
    ...{ repository_url: repositoryAddress(bases, repository), labels_url: `${url}/labels{/name}` },
    ...{ comments_url: `${url}/comments`, events_url: `${url}/events`, timeline_url: `${url}/timeline` },
    ...{ html_url: issuePage(bases, repository, issue), user: renderUser(bases, issue.author) },
    labels: issue.labels.map((label) => renderLabel(bases, repository, label)),
    assignee: assignee ? renderUser(bases, assignee) : null,
    assignees: issue.assignees.map((user) => renderUser(bases, user)),
    milestone: issue.milestone && renderMilestone(bases, repository, issue.milestone),
    ...{ locked: false, active_lock_reason: null, author_association: associationOf(repository, issue) },
    comments: repository.comments.filter((comment) => comment.issue === issue).length,
    ...{ created_at: issue.createdAt, updated_at: issue.updatedAt, closed_at: issue.closedAt },
    closed_by: issue.closedBy && renderUser(bases, issue.closedBy),
    ...(repository.issueTypes ? { type: issue.type && renderIssueType(issue.type) } : {}),
    ...{ performed_via_github_app: null, reactions: noReactions(url) },
    parent_issue_url: issue.parent && issueAddress(bases, repository, issue.parent),
    sub_issues_summary: summaryOfChildren(repository, issue),
    issue_dependencies_summary: summaryOfDependencies(repository, issue),
    ...(issue.isPullRequest ? { draft: false, pull_request: pullRequestOf(bases, repository, issue) } : {}),
  };
}

export function renderLabel(bases: Bases, repository: SimRepository, label: SimLabel): JsonObject {
  const { id, name, color, description } = label;
  const url = `${repositoryAddress(bases, repository)}/labels/${encodeURIComponent(name)}`;
  return { id, node_id: nodeId('LA', id), url, name, color, description, default: false };
}

export function renderMilestone(bases: Bases, repository: SimRepository, of: SimMilestone): JsonObject {
  const url = `${repositoryAddress(bases, repository)}/milestones/${of.number}`;
  const within = repository.issues.filter((it) => it.milestone === of && it.gone === null);
  return {
    ...{ id: of.id, node_id: nodeId('MI', of.id), number: of.number, url, labels_url: `${url}/labels` },
    html_url: `${repositoryPage(bases, repository)}/milestone/${of.number}`,
    ...{ title: of.title, description: of.description, state: of.state, due_on: of.dueOn },
    creator: renderUser(bases, of.creator),
    open_issues: within.filter(({ state }) => state === 'open').length,
    closed_issues: within.filter(({ state }) => state === 'closed').length,
    ...{ created_at: of.createdAt, updated_at: of.updatedAt, closed_at: of.closedAt },
  };
}

export function renderComment(bases: Bases, repository: SimRepository, comment: SimComment): JsonObject {
  const { id, issue, author, body } = comment;
  const url = `${repositoryAddress(bases, repository)}/issues/comments/${id}`;
  return {
    ...{ id, node_id: nodeId('IC', id), url, body, user: renderUser(bases, author) },
    html_url: `${issuePage(bases, repository, issue)}#issuecomment-${id}`,
    issue_url: issueAddress(bases, repository, issue),
    ...{ created_at: comment.createdAt, updated_at: comment.updatedAt },
    ...{ author_association: associationOf(repository, comment), performed_via_github_app: null },
    reactions: noReactions(url),
  };
}

export function renderIssueType({ id, name }: SimIssueType): JsonObject {
  const time = '2020-01-01T00:00:00Z';
  return {
    ...{ id, node_id: nodeId('IT', id), name, description: null, color: 'gray' },
    ...{ created_at: time, updated_at: time, is_enabled: true },
  };
}

function associationOf({ owner, roles }: SimRepository, { author }: SimIssue | SimComment): string {
  if (author === owner) return 'OWNER';
  return roles.has(author.login) ? 'COLLABORATOR' : 'NONE';
}

function noReactions(url: string): JsonObject {
  const none = { laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${url}/reactions`, total_count: 0, '+1': 0, '-1': 0, ...none };
}

function pullRequestOf(bases: Bases, repository: SimRepository, issue: SimIssue): JsonObject {
  const page = issuePage(bases, repository, issue);
  const url = `${repositoryAddress(bases, repository)}/pulls/${issue.number}`;
  return { url, html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch`, merged_at: null };
}

function summaryOfChildren({ issues }: SimRepository, parent: SimIssue): JsonObject {
  const children = issues.filter((it) => it.parent === parent && it.gone === null);
  const completed = children.filter(({ state }) => state === 'closed').length;
  const total = children.length;
  return { total, completed, percent_completed: total === 0 ? 0 : Math.floor((100 * completed) / total) };
}

function summaryOfDependencies({ issues }: SimRepository, issue: SimIssue): JsonObject {
  const blockers = [...issue.blockedBy];
  const blocked = issues.filter(({ blockedBy }) => blockedBy.has(issue));
  const open = (some: readonly SimIssue[]) => some.filter(({ state }) => state === 'open').length;
  return {
    ...{ blocked_by: open(blockers), total_blocked_by: blockers.length },
    ...{ blocking: open(blocked), total_blocking: blocked.length },
  };
}
