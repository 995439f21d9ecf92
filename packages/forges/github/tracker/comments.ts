import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { withMarker, withoutMarker } from '@fixpoint/issue-core/backend/marker.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import { z } from 'zod';
import { isCreatedBy, keepMarker } from '../../tracker/created-by.ts';
import { formatPlace, MAX_PAGE_SIZE, parsePlace, readStablePage } from '../../tracker/stable-pages.ts';
import type { GitHubClient } from './client.ts';
import { findInPages } from './pages.ts';
import { readIssue } from './read-issues.ts';
import { Comment as GitHubComment } from './schema.ts';
import { numberIn, toIso } from './to-issue.ts';

type CommentOperations = Pick<
  IssueBackend,
  'listComments' | 'createComment' | 'updateComment' | 'deleteComment' | 'findCreatedComment'
>;

const Comments = z.array(GitHubComment);

/** @param login who we are, for finding what we created */
export function commentOperations(client: GitHubClient, login: () => Promise<string>): CommentOperations {
  function readComments(issueNumber: number, page: number) {
    return client.call(`list comments of #${issueNumber}`, Comments, ({ issues }, repository) =>
      issues.listComments({ ...repository, issue_number: issueNumber, page, per_page: MAX_PAGE_SIZE }),
    );
  }

  /** GitHub finds a comment by its id alone, also one of another issue or a pull request. */
  async function readComment(issueNumber: number, id: string, signal?: AbortSignal): Promise<GitHubComment> {
    const { data } = await client.call(
      `read comment ${id}`,
      GitHubComment,
      ({ issues }, repository) => issues.getComment({ ...repository, comment_id: idOf(id) }),
      signal,
    );
    if (numberIn(data.issue_url) === issueNumber && isOfIssue(data)) return data;
    throw new FixpointError('FORGE_NOT_FOUND', `#${issueNumber} has no comment ${id}.`);
  }

  return {
    async listComments(issueNumber, cursor) {
      if (cursor === null) await readIssue(client, issueNumber);
      const { items, next } = await readStablePage(
        cursor === null ? null : parsePlace(cursor),
        (page) => readComments(issueNumber, page),
        ({ id }) => id,
      );
      return { items: items.map(toComment), next: next && formatPlace(next), total: null };
    },
    async createComment(issueNumber, text, { operationId, signal } = {}) {
      await readIssue(client, issueNumber, signal);
      const body = operationId === undefined ? text : withMarker(text, operationId);
      const { data } = await client.call(
        `comment on #${issueNumber}`,
        GitHubComment,
        ({ issues }, repository) => issues.createComment({ ...repository, issue_number: issueNumber, body }),
        signal,
      );
      return toComment(data);
    },
    async updateComment(issueNumber, commentId, text, { signal } = {}) {
      const before = await readComment(issueNumber, commentId, signal);
      const { data } = await client.call(
        `change comment ${commentId}`,
        GitHubComment,
        ({ issues }, repository) =>
          issues.updateComment({ ...repository, comment_id: before.id, body: keepMarker(before, text) }),
        signal,
      );
      return toComment(data);
    },
    async deleteComment(issueNumber, commentId, { signal } = {}) {
      const { id } = await readComment(issueNumber, commentId, signal);
      await client.call(
        `delete comment ${commentId}`,
        z.unknown(),
        ({ issues }, repository) => issues.deleteComment({ ...repository, comment_id: id }),
        signal,
      );
    },
    async findCreatedComment(issueNumber, operationId) {
      const author = await login();
      const found = await findInPages(
        (page) => readComments(issueNumber, page),
        (comment) => isCreatedBy(comment, author, operationId),
      );
      return found && toComment(found);
    },
  };
}

/** Comments of pull requests are told apart by their web address only. */
export function isOfIssue({ html_url }: GitHubComment): boolean {
  return !/\/pull\/\d+(#|$)/.test(html_url);
}

export function toComment(comment: GitHubComment): Comment {
  return {
    id: String(comment.id),
    issueNumber: numberIn(comment.issue_url) ?? 0,
    body: withoutMarker(comment.body ?? ''),
    author: comment.user?.login ?? null,
    createdAt: toIso(comment.created_at),
    updatedAt: toIso(comment.updated_at),
    url: comment.html_url,
  };
}

function idOf(commentId: string): number {
  if (/^\d{1,15}$/.test(commentId)) return Number(commentId);
  throw new FixpointError('FORGE_NOT_FOUND', `There is no comment ${commentId.slice(0, 50)}.`);
}
