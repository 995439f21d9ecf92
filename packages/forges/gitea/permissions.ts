import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { RepositoryRef } from '@fixpoint/contracts/ids.ts';
import { z } from 'zod';
import type { Forge, Permission } from '../ports.ts';
import type { RepositoryClient } from './repositories.ts';
import { User } from './schema.ts';

const RepositoryPermission = z.object({ permission: z.enum(['none', 'read', 'write', 'admin', 'owner']) });

export function permissionOperations(repositories: RepositoryClient): Pick<Forge, 'getPermission'> {
  async function getPermission(repository: RepositoryRef, login: string): Promise<Permission> {
    try {
      return await readPermission(repository, login);
    } catch (error) {
      if (!(error instanceof FixpointError)) throw error;
      // Somebody the server does not know, such as a deleted account.
      if (error.code === 'FORGE_NOT_FOUND') return 'none';
      if (error.code === 'FORGE_FORBIDDEN') return readFromAssignees(repository, login);
      throw error;
    }
  }

  async function readPermission(repository: RepositoryRef, login: string): Promise<Permission> {
    const { permission } = await repositories.request(repository, {
      method: 'GET',
      path: `/collaborators/${encodeURIComponent(login)}/permission`,
      schema: RepositoryPermission,
    });
    return permission === 'owner' ? 'admin' : permission;
  }

  /**
   * Gitea tells only administrators of a repository what others may do. Where a person owns it, those who can be
   * assigned are exactly those who can write. Where an organisation does, readers are among them and the owner is not:
   * there we need the right to ask.
   */
  async function readFromAssignees(repository: RepositoryRef, login: string): Promise<Permission> {
    const { owner, name } = await repositories.find(repository);
    const assignees = await repositories.request(repository, {
      method: 'GET',
      path: '/assignees',
      schema: z.array(User),
    });
    if (!assignees.some(({ id }) => id === owner.id)) {
      throw new FixpointError(
        'FORGE_FORBIDDEN',
        `To see who may write to ${owner.login}/${name}, it has to be an administrator of it.`,
      );
    }
    const wanted = login.toLowerCase();
    return assignees.some((user) => user.login.toLowerCase() === wanted) ? 'write' : 'read';
  }

  return { getPermission };
}
