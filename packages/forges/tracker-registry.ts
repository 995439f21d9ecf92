import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { LOCAL_CAPABILITIES } from '@fixpoint/issue-core/local/capabilities.ts';
import { GITEA_CAPABILITIES } from './gitea/tracker/capabilities.ts';
import { GITHUB_CAPABILITIES } from './github/tracker/capabilities.ts';
import { GITLAB_CAPABILITIES } from './gitlab/tracker/capabilities.ts';
import { GITHUB_PACE, GITLAB_PACE } from './http/pace.ts';
import { defineTracker, type TrackerDefinition } from './tracker-definition.ts';

const local = defineTracker({
  kind: 'local',
  needs: ['path', 'login'],
  capabilities: LOCAL_CAPABILITIES,
  async open({ path, login }) {
    const { openLocalBackend } = await import('@fixpoint/issue-core/local/open-local-backend.ts');
    return openLocalBackend({ path, login });
  },
});

const gitea = defineTracker({
  kind: 'gitea',
  needs: ['url', 'owner', 'repo'],
  capabilities: GITEA_CAPABILITIES,
  async open({ url, owner, repo, token = '' }, politeFetch) {
    const { openGiteaTracker } = await import('./gitea/tracker/open-tracker.ts');
    return openGiteaTracker({ url, owner, repo, token, fetch: await politeFetch() });
  },
});

const github = defineTracker({
  kind: 'github',
  needs: ['url', 'owner', 'repo'],
  capabilities: GITHUB_CAPABILITIES,
  pace: GITHUB_PACE,
  async open({ url, owner, repo, token = '' }, politeFetch) {
    const { openGitHubTracker } = await import('./github/tracker/open-tracker.ts');
    return openGitHubTracker({ url, owner, repo, token, fetch: await politeFetch() });
  },
});

const gitlab = defineTracker({
  kind: 'gitlab',
  needs: ['url', 'owner', 'repo'],
  capabilities: GITLAB_CAPABILITIES.free,
  tiers: GITLAB_CAPABILITIES,
  pace: GITLAB_PACE,
  async open({ url, owner, repo, token = '', tier: given }, politeFetch, tiers) {
    const { openGitLabTracker } = await import('./gitlab/tracker/open-tracker.ts');
    const { findGitLabTier } = await import('./gitlab/tracker/find-tier.ts');
    const options = { url, project: `${owner}/${repo}`, token, fetch: await politeFetch() };
    const tier = given ?? (await findGitLabTier(options, tiers));
    return openGitLabTracker({ ...options, tier });
  },
});

/** Every kind of tracker, by its name: a new one is a folder and an entry here. */
export const TRACKERS: ReadonlyMap<string, TrackerDefinition> = new Map(
  [local, gitea, github, gitlab].map((definition) => [definition.kind, definition]),
);

/** @throws FixpointError BACKEND_UNKNOWN that names those there are */
export function trackerOf(kind: string): TrackerDefinition {
  const definition = TRACKERS.get(kind);
  if (definition) return definition;
  const known = [...TRACKERS.keys()].join(', ');
  throw new FixpointError('BACKEND_UNKNOWN', `There is no kind ${kind.slice(0, 80)}; use one of: ${known}.`);
}
