import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '../backend/port.ts';
import type { Comment } from '../model/comment.ts';
import { readComments } from './read-comments.ts';

type DryComments = Pick<
  IssueBackend,
  'listComments' | 'createComment' | 'updateComment' | 'deleteComment' | 'findCreatedComment'
>;

const UNKNOWN_TIME = new Date(0).toISOString();

/** The comments of a dry run (`dry-backend.ts`). */
export function dryComments(real: IssueBackend, isOurs: (number: number) => boolean): DryComments {
  const written = new Map<number, Map<string, Comment>>();
  let created = 0;

  async function commentsOf(issueNumber: number): Promise<Map<string, Comment>> {
    const known = written.get(issueNumber);
    if (known) return known;
    const comments = isOurs(issueNumber) ? new Map() : new Map(await readComments(real, issueNumber));
    written.set(issueNumber, comments);
    return comments;
  }

  return {
    async listComments(issueNumber, cursor) {
      const comments = written.get(issueNumber);
      if (!comments && !isOurs(issueNumber)) return real.listComments(issueNumber, cursor);
      return { items: [...(comments?.values() ?? [])], next: null, total: comments?.size ?? 0 };
    },
    async createComment(issueNumber, body) {
      created += 1;
      const comment: Comment = {
        id: `dry-${created}`,
        issueNumber,
        body,
        author: null,
        createdAt: UNKNOWN_TIME,
        updatedAt: UNKNOWN_TIME,
        url: null,
      };
      (await commentsOf(issueNumber)).set(comment.id, comment);
      return comment;
    },
    async updateComment(issueNumber, commentId, body) {
      const comments = await commentsOf(issueNumber);
      const comment = comments.get(commentId);
      if (!comment) throw new FixpointError('ISSUE_NOT_FOUND', `Comment ${commentId} of #${issueNumber}.`);
      const updated = { ...comment, body };
      comments.set(commentId, updated);
      return updated;
    },
    async deleteComment(issueNumber, commentId) {
      (await commentsOf(issueNumber)).delete(commentId);
    },
    async findCreatedComment(issueNumber, operationId) {
      return isOurs(issueNumber) ? null : real.findCreatedComment(issueNumber, operationId);
    },
  };
}
