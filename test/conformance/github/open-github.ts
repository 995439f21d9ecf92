import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { openGitHubTracker } from '../../../packages/forges/github/tracker/open-tracker.ts';
import { createMemoryEtagStore } from '../../../packages/forges/http/etag-store.ts';
import { createPoliteFetch } from '../../../packages/forges/http/polite-fetch.ts';
import { addIssue, newIssue } from './simulator/handlers/issues.ts';
import { openSimulator, type Simulator, type SimulatorOptions } from './simulator/open-simulator.ts';
import { addRepository, addUser, type SimRepository, type SimUser } from './simulator/world.ts';

export const TOKENS = {
  octocat: 'token-of-octocat',
  hubot: 'token-of-hubot',
  guest: 'token-of-guest',
} as const;

export interface GitHubScene {
  readonly simulator: Simulator;
  readonly repository: SimRepository;
  readonly people: Readonly<Record<keyof typeof TOKENS, SimUser>>;
  /** The tracker as octocat, or somebody else, sees it. */
  open(options?: { readonly as?: keyof typeof TOKENS; readonly fetch?: typeof fetch }): IssueBackend;
  /** Somebody opens a pull request; its number. */
  openPullRequest(): number;
}

/** A simulator with `acme/shop`: octocat owns it, hubot writes to it, guest only reads. */
export async function openGitHubScene(
  options: SimulatorOptions & { readonly issueTypes?: readonly string[] } = {},
): Promise<GitHubScene> {
  const simulator = await openSimulator(options);
  const { world } = simulator;
  const owner = addUser(world, 'acme', options.issueTypes ? 'Organization' : 'User');
  const people = {
    octocat: addUser(world, 'octocat'),
    hubot: addUser(world, 'hubot'),
    guest: addUser(world, 'guest'),
  };
  for (const login of ['octocat', 'hubot', 'guest'] as const) world.tokens.set(TOKENS[login], people[login]);
  const repository = addRepository(world, {
    ...{ owner, name: 'shop', roles: new Map([['octocat', 'admin'] as const, ['hubot', 'write'] as const]) },
    ...(options.issueTypes ? { issueTypes: options.issueTypes } : {}),
  });

  return {
    ...{ simulator, repository, people },
    open({ as = 'octocat', fetch } = {}) {
      return openGitHubTracker({
        ...{ url: simulator.url, owner: 'acme', repo: 'shop', token: TOKENS[as] },
        fetch: fetch ?? createPoliteFetch({ etags: createMemoryEtagStore() }),
      });
    },
    openPullRequest() {
      const pull = newIssue(world, repository, people.hubot, true);
      pull.title = 'A pull request';
      addIssue(repository, pull);
      return pull.number;
    },
  };
}
