import { z } from 'zod';
import type { Forge, ForgeProposal } from '../ports.ts';
import { listPages } from './pages.ts';
import type { RepositoryClient } from './repositories.ts';
import { PullRequest } from './schema.ts';

export function proposalOperations(
  repositories: RepositoryClient,
): Pick<Forge, 'getProposal' | 'findOpenProposalByHead' | 'createProposal' | 'updateProposal'> {
  return {
    async getProposal(repository, number) {
      const path = `/pulls/${number}`;
      return toForgeProposal(
        await repositories.request(repository, { method: 'GET', path, schema: PullRequest }),
      );
    },
    /** From the list, because the lookup by base and head also finds closed ones. */
    async findOpenProposalByHead(repository, { headBranch, baseBranch }) {
      const open = await listPages((query) =>
        repositories.request(repository, {
          method: 'GET',
          path: '/pulls',
          query: { state: 'open', sort: 'oldest', base_branch: baseBranch, ...query },
          schema: z.array(PullRequest),
        }),
      );
      const found = open.find(
        ({ head, base }) =>
          head.ref === headBranch && base.ref === baseBranch && head.repo_id === base.repo_id,
      );
      return found ? toForgeProposal(found) : null;
    },
    async createProposal(repository, { headBranch, baseBranch, title, body }) {
      const created = await repositories.request(repository, {
        method: 'POST',
        path: '/pulls',
        body: { head: headBranch, base: baseBranch, title, body },
        schema: PullRequest,
      });
      return toForgeProposal(created);
    },
    async updateProposal(repository, number, change) {
      const updated = await repositories.request(repository, {
        method: 'PATCH',
        path: `/pulls/${number}`,
        body: change,
        schema: PullRequest,
      });
      return toForgeProposal(updated);
    },
  };
}

function toForgeProposal(pull: PullRequest): ForgeProposal {
  return {
    number: pull.number,
    url: pull.html_url,
    title: pull.title,
    state: pull.merged ? 'merged' : pull.state,
    draft: pull.draft,
    headBranch: pull.head.ref,
    headSha: pull.head.sha,
    baseBranch: pull.base.ref,
  };
}
