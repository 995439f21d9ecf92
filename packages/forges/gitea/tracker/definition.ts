import { defineForgeTracker } from '../../tracker-definition.ts';
import { GITEA_CAPABILITIES } from './capabilities.ts';
import { GITEA_PROFILE } from './profile.ts';

export const giteaTracker = defineForgeTracker(GITEA_PROFILE, {
  kind: 'gitea',
  needs: ['url', 'owner', 'repo'],
  capabilities: GITEA_CAPABILITIES,
  async open({ url, owner, repo, token = '' }, politeFetch) {
    const { openGiteaTracker } = await import('./open-tracker.ts');
    return openGiteaTracker({ url, owner, repo, token, fetch: await politeFetch() });
  },
});
