import type { RepositoryRef } from '@fixpoint/contracts/ids.ts';
import { z } from 'zod';
import type { Forge } from '../ports.ts';
import { listPages } from './pages.ts';
import type { RepositoryClient } from './repositories.ts';
import { Label } from './schema.ts';

const Labels = z.array(Label);

/** A tracker keeps to issues, and Gitea labels pull requests as these, by the ids of labels: names that it does not know it drops. */
export function proposalLabelOperations(repositories: RepositoryClient): Pick<Forge, 'labelProposal'> {
  async function find(repository: RepositoryRef, name: string): Promise<Label | undefined> {
    const labels = await listPages((query) =>
      repositories.request(repository, { method: 'GET', path: '/labels', query, schema: Labels }),
    );
    return labels.find((label) => label.name === name);
  }

  return {
    async labelProposal(repository, number, label) {
      const { id } =
        (await find(repository, label.name)) ??
        (await repositories.request(repository, {
          method: 'POST',
          path: '/labels',
          body: label,
          schema: Label,
        }));
      await repositories.request(repository, {
        method: 'POST',
        path: `/issues/${number}/labels`,
        body: { labels: [id] },
        schema: Labels,
      });
    },
  };
}
