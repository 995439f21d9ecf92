import { z } from 'zod';
import type { Forge } from '../ports.ts';
import type { RepositoryClient } from './repositories.ts';

export function reactionOperations(repositories: RepositoryClient): Pick<Forge, 'addReaction'> {
  return {
    async addReaction({ repository, number }, commentId, reaction) {
      const on = commentId === null ? String(number) : `comments/${encodeURIComponent(commentId)}`;
      await repositories.request(repository, {
        method: 'POST',
        path: `/issues/${on}/reactions`,
        body: { content: reaction },
        schema: z.unknown(),
      });
    },
  };
}
