import { markerOf, withMarker, withoutMarker } from '@fixpoint/issue-core/backend/marker.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import { z } from 'zod';
import type { TrackerClient } from './client.ts';
import { notFound, parseId } from './errors.ts';
import type { IssueReader } from './issue-reader.ts';
import { Comments, Comment as GiteaComment } from './schema.ts';
import { toComment } from './to-comment.ts';

export function commentOperations(
  client: TrackerClient,
  reader: IssueReader,
): Pick<
  IssueBackend,
  'listComments' | 'createComment' | 'updateComment' | 'deleteComment' | 'findCreatedComment'
> {
  /** Gitea does not page them. */
  function listOf(issueNumber: number): Promise<readonly GiteaComment[]> {
    const path = `/issues/${issueNumber}/comments`;
    return reader.on(issueNumber, () => client.request({ method: 'GET', path, schema: Comments }));
  }

  /** Gitea finds comments by their id alone, whatever issue they are on, and answers with nothing for events. */
  async function read(
    issueNumber: number,
    id: string,
    signal: AbortSignal | undefined,
  ): Promise<GiteaComment> {
    const path = pathOf(id);
    const comment = await client.request({ method: 'GET', path, schema: GiteaComment.optional(), signal });
    if (comment && toComment(comment)?.issueNumber === issueNumber) return comment;
    throw notFound(`comment ${id} on issue ${issueNumber}`);
  }

  return {
    async listComments(issueNumber) {
      const items = (await listOf(issueNumber)).flatMap((comment) => toComment(comment) ?? []);
      return { items, next: null, total: items.length };
    },
    async createComment(issueNumber, body, options = {}) {
      const { operationId, signal } = options;
      const path = `/issues/${issueNumber}/comments`;
      const text = operationId === undefined ? body : withMarker(body, operationId);
      const comment = await reader.on(
        issueNumber,
        () => client.request({ method: 'POST', path, body: { body: text }, schema: GiteaComment, signal }),
        signal,
      );
      return toOurs(comment, issueNumber);
    },
    async updateComment(issueNumber, commentId, body, options = {}) {
      const before = await read(issueNumber, commentId, options.signal);
      const operationId = markerOf(before.body.slice(withoutMarker(before.body).length));
      const text = operationId === null ? body : withMarker(body, operationId);
      await client.request({
        method: 'PATCH',
        path: pathOf(commentId),
        body: { body: text },
        schema: GiteaComment,
        signal: options.signal,
      });
      return toOurs(await read(issueNumber, commentId, options.signal), issueNumber);
    },
    async deleteComment(issueNumber, commentId, options = {}) {
      await read(issueNumber, commentId, options.signal);
      const path = pathOf(commentId);
      await client.request({ method: 'DELETE', path, schema: z.undefined(), signal: options.signal });
    },
    async findCreatedComment(issueNumber, operationId) {
      const found = (await listOf(issueNumber)).find(({ body }) => markerOf(body) === operationId);
      return found ? toComment(found) : null;
    },
  };
}

function pathOf(id: string): string {
  return `/issues/comments/${parseId('comment', id)}`;
}

function toOurs(comment: GiteaComment, issueNumber: number): Comment {
  const ours = toComment(comment);
  if (ours?.issueNumber === issueNumber) return ours;
  throw notFound(`issue ${issueNumber} with comment ${comment.id}`);
}
