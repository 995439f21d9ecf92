import { GITLAB_PACE } from '../../http/pace.ts';
import { defineForgeTracker } from '../../tracker-definition.ts';
import { GITLAB_CAPABILITIES } from './capabilities.ts';
import { GITLAB_PROFILE } from './profile.ts';

export const gitlabTracker = defineForgeTracker(GITLAB_PROFILE, {
  kind: 'gitlab',
  needs: ['url', 'owner', 'repo'],
  capabilities: GITLAB_CAPABILITIES.free,
  tiers: GITLAB_CAPABILITIES,
  pace: GITLAB_PACE,
  async open({ url, owner, repo, token = '', tier: given }, politeFetch, tiers) {
    const { openGitLabTracker } = await import('./open-tracker.ts');
    const { findGitLabTier } = await import('./find-tier.ts');
    const options = { url, project: `${owner}/${repo}`, token, fetch: await politeFetch() };
    const tier = given ?? (await findGitLabTier(options, tiers));
    return openGitLabTracker({ ...options, tier });
  },
});
