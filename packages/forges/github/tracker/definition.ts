import { GITHUB_PACE } from '../../http/pace.ts';
import { defineForgeTracker } from '../../tracker-definition.ts';
import { GITHUB_CAPABILITIES } from './capabilities.ts';
import { GITHUB_PROFILE } from './profile.ts';

export const githubTracker = defineForgeTracker(GITHUB_PROFILE, {
  kind: 'github',
  needs: ['url', 'owner', 'repo'],
  capabilities: GITHUB_CAPABILITIES,
  pace: GITHUB_PACE,
  async open({ url, owner, repo, token = '' }, politeFetch) {
    const { openGitHubTracker } = await import('./open-tracker.ts');
    return openGitHubTracker({ url, owner, repo, token, fetch: await politeFetch() });
  },
});
