import { z } from 'zod';
import type { Forge } from '../ports.ts';
import type { RepositoryClient } from './repositories.ts';
import { Issue } from './schema.ts';
import { toForgeUser } from './users.ts';

export function issueOperations(repositories: RepositoryClient): Pick<Forge, 'getIssue' | 'addReaction'> {
  return {
    async getIssue({ repository, number }) {
      const issue = await repositories.request(repository, {
        method: 'GET',
        path: `/issues/${number}`,
        schema: Issue,
      });
      return {
        number: issue.number,
        title: issue.title,
        body: issue.body ?? '',
        author: toForgeUser(issue.user),
        open: issue.state === 'open',
        labels: (issue.labels ?? []).map((label) => label.name),
        url: issue.html_url,
      };
    },
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
