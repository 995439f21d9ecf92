import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { RepositoryRef } from '@fixpoint/contracts/ids.ts';
import type { z } from 'zod';
import type { Forge, ForgeRepository } from '../ports.ts';
import type { Client, ClientRequest } from './client.ts';
import { Repository } from './schema.ts';

/** Requests below one repository, which is found by its id when its name no longer is. */
export interface RepositoryClient {
  request<Schema extends z.ZodType>(
    repository: RepositoryRef,
    request: ClientRequest<Schema>,
  ): Promise<z.infer<Schema>>;
  find(repository: RepositoryRef): Promise<Repository>;
}

export function createRepositoryClient(client: Client): RepositoryClient {
  async function request<Schema extends z.ZodType>(
    repository: RepositoryRef,
    of: ClientRequest<Schema>,
  ): Promise<z.infer<Schema>> {
    const path = repositoryPath(repository.owner, repository.name);
    try {
      return await client.request({ ...of, path: `${path}${of.path}` });
    } catch (error) {
      if (!(error instanceof FixpointError) || error.code !== 'FORGE_NOT_FOUND') throw error;
      const { owner, name } = await findById(repository);
      const movedTo = repositoryPath(owner.login, name);
      // A 404 has had no effect, so that even a POST may be sent to the new name.
      if (movedTo === path) throw error;
      return client.request({ ...of, path: `${movedTo}${of.path}` });
    }
  }

  function findById(repository: RepositoryRef): Promise<Repository> {
    const id = encodeURIComponent(repository.repositoryId);
    return client.request({ method: 'GET', path: `/repositories/${id}`, schema: Repository });
  }

  return { request, find: findById };
}

export function repositoryOperations(
  repositories: RepositoryClient,
  instance: string,
): Pick<Forge, 'getRepository'> {
  return {
    async getRepository(repository) {
      return toForgeRepository(await repositories.find(repository), instance);
    },
  };
}

function toForgeRepository(repository: Repository, instance: string): ForgeRepository {
  return {
    ref: {
      forgeKind: 'gitea',
      forgeInstance: instance,
      repositoryId: String(repository.id),
      owner: repository.owner.login,
      name: repository.name,
    },
    defaultBranch: repository.default_branch,
    empty: repository.empty,
    archived: repository.archived,
    url: repository.html_url,
  };
}

function repositoryPath(owner: string, name: string): string {
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}
