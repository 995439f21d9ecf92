import { expect } from 'vitest';
import { GITHUB_CAPABILITIES } from '../../../packages/forges/github/tracker/capabilities.ts';
import { hastyClock } from '../simulator/hasty-clock.ts';
import { describeBackend } from '../suite/describe-backend.ts';
import type { OpenedBackend } from '../suite/subject.ts';
import { openGitHubScene } from './open-github.ts';
import { createContract } from './simulator/contract/contract.ts';

const contract = createContract();

async function open(issueTypes?: readonly string[]): Promise<OpenedBackend> {
  const { simulator, ...scene } = await openGitHubScene({
    ...{ contract, now: hastyClock() },
    ...(issueTypes ? { issueTypes } : {}),
  });
  return {
    backend: scene.open(),
    secondClient: scene.open(),
    people: ['octocat', 'hubot'],
    openPullRequest: async () => scene.openPullRequest(),
    async close() {
      await simulator.close();
      expect(simulator.violations).toEqual([]);
    },
  };
}

describeBackend("github, a person's repository", {
  open: () => open(),
  capabilities: GITHUB_CAPABILITIES,
  hasPullRequests: true,
});

describeBackend("github, an organisation's repository", {
  open: () => open(['Bug', 'Feature', 'Task']),
  capabilities: GITHUB_CAPABILITIES,
  hasPullRequests: true,
});
