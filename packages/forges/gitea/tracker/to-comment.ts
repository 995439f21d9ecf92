import { withoutMarker } from '@fixpoint/issue-core/backend/marker.ts';
import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import type { Comment as GiteaComment } from './schema.ts';
import { toLogin } from './to-issue.ts';

/** Null for what is said on a pull request. */
export function toComment(comment: GiteaComment): Comment | null {
  const number = /\/issues\/(\d{1,15})$/.exec(comment.issue_url)?.[1];
  if (number === undefined) return null;
  return {
    id: String(comment.id),
    issueNumber: Number(number),
    body: withoutMarker(comment.body),
    author: toLogin(comment.user),
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
    url: comment.html_url,
  };
}
