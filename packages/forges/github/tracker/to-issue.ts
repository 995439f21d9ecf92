import { withoutMarker } from '@fixpoint/issue-core/backend/marker.ts';
import { decodeLabels } from '@fixpoint/issue-core/model/encoded-labels.ts';
import { CLOSE_REASONS, type CloseReason, type Issue } from '@fixpoint/issue-core/model/issue.ts';
import type { Issue as GitHubIssue } from './schema.ts';

/** An issue of GitHub in the words of Issue Core. */
export function toIssue(issue: GitHubIssue): Issue {
  const decoded = decodeLabels(labelNamesOf(issue));
  return {
    id: String(issue.id),
    number: issue.number,
    title: issue.title,
    body: withoutMarker(issue.body ?? ''),
    state: issue.state === 'closed' ? 'closed' : decoded.inProgress ? 'in_progress' : 'open',
    closeReason: closeReasonOf(issue),
    type: typeOf(issue),
    priority: decoded.priority,
    labels: decoded.labels,
    assignees: (issue.assignees ?? []).map(({ login }) => login),
    milestone: issue.milestone?.title ?? null,
    parent: parentOf(issue),
    author: issue.user?.login ?? null,
    commentCount: issue.comments,
    createdAt: toIso(issue.created_at),
    updatedAt: toIso(issue.updated_at),
    closedAt: issue.closed_at ? toIso(issue.closed_at) : null,
    url: issue.html_url,
  };
}

export function labelNamesOf(issue: GitHubIssue): readonly string[] {
  return issue.labels.map(({ name }) => name);
}

/** Lists of issues hold the pull requests too. */
export function isPullRequest(issue: GitHubIssue): boolean {
  return issue.pull_request !== null && issue.pull_request !== undefined;
}

/** The reason of a reopened issue is `reopened`, and that of one closed long ago is null. */
export function closeReasonOf({
  state,
  state_reason,
}: Pick<GitHubIssue, 'state' | 'state_reason'>): CloseReason | null {
  if (state !== 'closed') return null;
  return CLOSE_REASONS.find((reason) => reason === state_reason) ?? null;
}

/** The organisation's type wins over a label. */
export function typeOf(issue: GitHubIssue): string | null {
  return issue.type?.name.toLowerCase() ?? decodeLabels(labelNamesOf(issue)).type;
}

/** A parent in another repository is none that a number could name. */
function parentOf(issue: GitHubIssue): number | null {
  const address = issue.parent_issue_url ?? '';
  const prefix = `${issue.repository_url}/issues/`.toLowerCase();
  return address.toLowerCase().startsWith(prefix) ? numberIn(address) : null;
}

/** The number of the issue that an address names. */
export function numberIn(address: string): number | null {
  const digits = /\/issues\/(\d{1,10})$/.exec(address)?.[1];
  return digits === undefined ? null : Number(digits);
}

export function toIso(time: string): string {
  return new Date(time).toISOString();
}
