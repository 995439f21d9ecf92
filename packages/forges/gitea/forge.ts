import { createPace } from '../http/pace.ts';
import { createPoliteFetch } from '../http/polite-fetch.ts';
import type { Forge, ForgeOptions } from '../ports.ts';
import { issueOperations } from '../tracker/issue-operations.ts';
import { createRepositoryTrackers } from '../tracker/repository-trackers.ts';
import { createClient } from './client.ts';
import { permissionOperations } from './permissions.ts';
import { proposalLabelOperations } from './proposal-labels.ts';
import { proposalOperations } from './proposals.ts';
import { reactionOperations } from './reactions.ts';
import { createRepositoryClient, repositoryOperations } from './repositories.ts';
import { openGiteaTracker } from './tracker/open-tracker.ts';

/** Many issues are at work at once, and Gitea sets no limits of its own. */
const MAX_CONCURRENT = 32;

/** A Gitea (or Forgejo) server behind the port that every forge has. */
export function createGiteaForge({ url, apiToken, instance, botLogin }: ForgeOptions): Forge {
  const fetch = createPoliteFetch({
    // Only reads are repeated here; whatever has an effect, or has to wait, is repeated by Temporal, under its key.
    maxWaitMs: 0,
    pace: createPace({ maxConcurrent: MAX_CONCURRENT, maxConcurrentWrites: MAX_CONCURRENT }),
  });
  const access = { url, token: apiToken, fetch };
  const repositories = createRepositoryClient(createClient(access));
  const onTracker = createRepositoryTrackers({
    open: ({ owner, name: repo }) => openGiteaTracker({ ...access, owner, repo }),
    async nameOf(repository) {
      const { owner, name } = await repositories.find(repository);
      return { owner: owner.login, name };
    },
  });
  return {
    botLogin,
    ...repositoryOperations(repositories, instance),
    ...permissionOperations(repositories),
    ...issueOperations(onTracker),
    ...reactionOperations(repositories),
    ...proposalOperations(repositories),
    ...proposalLabelOperations(repositories),
  };
}
