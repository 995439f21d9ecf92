import { decodeLabels } from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import type { Issue as GitLabIssue } from './schema.ts';
import { fromGitLabText } from './text.ts';

/** An issue of GitLab in the words of Issue Core. */
export function toIssue(issue: GitLabIssue): Issue {
  const decoded = decodeLabels(issue.labels);
  const openState = decoded.inProgress ? 'in_progress' : 'open';
  const state = issue.state === 'closed' ? 'closed' : openState;
  return {
    id: String(issue.id),
    number: issue.iid,
    title: issue.title,
    body: fromGitLabText(issue.description ?? ''),
    state,
    closeReason: null,
    type: nativeTypeOf(issue) ?? decoded.type,
    priority: decoded.priority,
    labels: decoded.labels,
    assignees: (issue.assignees ?? []).map(({ username }) => username),
    milestone: issue.milestone?.title ?? null,
    parent: null,
    author: issue.author?.username ?? null,
    commentCount: issue.user_notes_count ?? 0,
    createdAt: issue.created_at,
    updatedAt: issue.updated_at,
    closedAt: state === 'closed' ? (issue.closed_at ?? null) : null,
    url: issue.web_url,
  };
}

/** Null for `issue`, which says nothing. */
export function nativeTypeOf({ issue_type: type }: Pick<GitLabIssue, 'issue_type'>): string | null {
  const name = type?.toLowerCase() ?? 'issue';
  return name === 'issue' ? null : name;
}
