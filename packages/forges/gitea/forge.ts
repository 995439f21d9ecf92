import type { Forge, ForgeOptions } from '../ports.ts';
import { createClient } from './client.ts';
import { commentOperations } from './comments.ts';
import { issueOperations } from './issues.ts';
import { labelOperations } from './labels.ts';
import { permissionOperations } from './permissions.ts';
import { proposalOperations } from './proposals.ts';
import { createRepositoryClient, repositoryOperations } from './repositories.ts';

/** A Gitea (or Forgejo) server behind the port that every forge has. */
export function createGiteaForge(options: ForgeOptions): Forge {
  const client = createClient({ url: options.url, apiToken: options.apiToken });
  const repositories = createRepositoryClient(client);
  return {
    botLogin: options.botLogin,
    ...repositoryOperations(repositories, options.instance),
    ...permissionOperations(repositories),
    ...issueOperations(repositories),
    ...commentOperations(repositories),
    ...labelOperations(repositories),
    ...proposalOperations(repositories),
  };
}
