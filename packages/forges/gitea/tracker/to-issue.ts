import { withoutMarker } from '@fixpoint/issue-core/backend/marker.ts';
import { decodeLabels } from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import type { Issue as GiteaIssue, User as GiteaUser } from './schema.ts';

export function toIssue(issue: GiteaIssue): Issue {
  const { labels, inProgress, type, priority } = decodeLabels(issue.labels.map(({ name }) => name));
  const openState = inProgress ? 'in_progress' : 'open';
  const state = issue.state === 'closed' ? 'closed' : openState;
  return {
    id: String(issue.id),
    number: issue.number,
    title: issue.title,
    body: withoutMarker(issue.body ?? ''),
    state,
    closeReason: null,
    type,
    priority,
    // Gitea lets two labels have one name.
    labels: [...new Set(labels)],
    assignees: issue.assignees.map(({ login }) => login),
    milestone: issue.milestone?.title ?? null,
    parent: null,
    author: toLogin(issue.user),
    commentCount: issue.comments,
    createdAt: issue.created_at,
    updatedAt: issue.updated_at,
    closedAt: state === 'closed' ? (issue.closed_at ?? null) : null,
    url: issue.html_url,
  };
}

/** Null for those who were deleted. */
export function toLogin(user: GiteaUser | null | undefined): string | null {
  return user && user.id > 0 ? user.login : null;
}
