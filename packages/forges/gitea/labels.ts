import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { RepositoryRef } from '@fixpoint/contracts/ids.ts';
import { z } from 'zod';
import type { Forge } from '../ports.ts';
import { listPages } from './pages.ts';
import type { RepositoryClient } from './repositories.ts';
import { Label } from './schema.ts';

const Labels = z.array(Label);

/** Labels are told apart by id: Gitea silently drops the names that it does not know. */
export function labelOperations(
  repositories: RepositoryClient,
): Pick<Forge, 'ensureLabel' | 'addLabels' | 'removeLabels'> {
  function listLabels(repository: RepositoryRef): Promise<readonly Label[]> {
    return listPages((query) =>
      repositories.request(repository, { method: 'GET', path: '/labels', query, schema: Labels }),
    );
  }

  return {
    async ensureLabel(repository, label) {
      const existing = await listLabels(repository);
      if (existing.some(({ name }) => name === label.name)) return;
      await repositories.request(repository, { method: 'POST', path: '/labels', body: label, schema: Label });
    },
    async addLabels({ repository, number }, names) {
      if (names.length === 0) return;
      const idByName = new Map((await listLabels(repository)).map(({ id, name }) => [name, id]));
      const labels = names.map((name) => idByName.get(name) ?? missing(name));
      await repositories.request(repository, {
        method: 'POST',
        path: `/issues/${number}/labels`,
        body: { labels },
        schema: Labels,
      });
    },
    async removeLabels({ repository, number }, names) {
      if (names.length === 0) return;
      const path = `/issues/${number}/labels`;
      const present = await repositories.request(repository, { method: 'GET', path, schema: Labels });
      for (const { id, name } of present) {
        if (!names.includes(name)) continue;
        await repositories.request(repository, {
          method: 'DELETE',
          path: `${path}/${id}`,
          schema: z.undefined(),
        });
      }
    },
  };
}

function missing(name: string): never {
  throw new FixpointError('FORGE_NOT_FOUND', `The repository has no label ${name}.`);
}
