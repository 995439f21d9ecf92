import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import type { Forge, ForgeComment } from '../ports.ts';
import type { RepositoryClient } from './repositories.ts';
import { Comment } from './schema.ts';
import { toForgeUser } from './users.ts';

export function commentOperations(
  repositories: RepositoryClient,
): Pick<Forge, 'listComments' | 'createComment' | 'editComment' | 'deleteComment'> {
  return {
    async listComments({ repository, number }) {
      const comments = await repositories.request(repository, {
        method: 'GET',
        path: `/issues/${number}/comments`,
        schema: z.array(Comment),
      });
      return comments.map(toForgeComment);
    },
    async createComment({ repository, number }, body) {
      const comment = await repositories.request(repository, {
        method: 'POST',
        path: `/issues/${number}/comments`,
        body: { body },
        schema: Comment,
      });
      return toForgeComment(comment);
    },
    async editComment({ repository }, commentId, body) {
      const comment = await repositories.request(repository, {
        method: 'PATCH',
        path: `/issues/comments/${encodeURIComponent(commentId)}`,
        body: { body },
        schema: Comment,
      });
      return toForgeComment(comment);
    },
    async deleteComment({ repository }, commentId) {
      try {
        await repositories.request(repository, {
          method: 'DELETE',
          path: `/issues/comments/${encodeURIComponent(commentId)}`,
          schema: z.undefined(),
        });
      } catch (error) {
        if (!(error instanceof FixpointError) || error.code !== 'FORGE_NOT_FOUND') throw error;
      }
    },
  };
}

function toForgeComment(comment: Comment): ForgeComment {
  return {
    id: String(comment.id),
    body: comment.body,
    author: toForgeUser(comment.user),
    at: comment.created_at,
    url: comment.html_url,
  };
}
