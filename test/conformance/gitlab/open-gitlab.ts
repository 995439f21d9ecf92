import { GITLAB_CAPABILITIES } from '@fixpoint/forges/gitlab/tracker/capabilities.ts';
import {
  type GitLabTrackerOptions,
  openGitLabTracker,
} from '@fixpoint/forges/gitlab/tracker/open-tracker.ts';
import { createMemoryEtagStore } from '@fixpoint/forges/http/etag-store.ts';
import { createPoliteFetch } from '@fixpoint/forges/http/polite-fetch.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { openSimulator, type Simulator, type SimulatorOptions } from './simulator/open-simulator.ts';
import { ACCESS, addProject, addUser, type SimProject, type SimUser } from './simulator/world.ts';

export const TOKENS = { ada: 'token-of-ada', grace: 'token-of-grace', guest: 'token-of-guest' } as const;
export const PROJECT = 'acme/tools/shop';
export { GITLAB_CAPABILITIES };

export interface GitLabScene {
  readonly simulator: Simulator;
  readonly project: SimProject;
  readonly people: Readonly<Record<keyof typeof TOKENS, SimUser>>;
  /** The tracker as ada, or somebody else, sees it; its tier is that of the simulator. */
  open(
    options?: Partial<Pick<GitLabTrackerOptions, 'fetch' | 'tier' | 'includesConfidential' | 'token'>> & {
      readonly as?: keyof typeof TOKENS;
    },
  ): IssueBackend;
}

/** A simulator with `acme/tools/shop`: ada owns it, grace develops there, guest is nobody there. */
export async function openGitLabScene(options: SimulatorOptions = {}): Promise<GitLabScene> {
  const simulator = await openSimulator(options);
  const { world } = simulator;
  const people = {
    ada: addUser(world, 'ada'),
    grace: addUser(world, 'grace'),
    guest: addUser(world, 'guest'),
  };
  for (const login of ['ada', 'grace', 'guest'] as const) world.tokens.set(TOKENS[login], people[login]);
  const members = new Map([['ada', ACCESS.owner] as const, ['grace', ACCESS.developer] as const]);
  const project = addProject(world, { path: PROJECT, visibility: 'public', members });

  return {
    ...{ simulator, project, people },
    open: ({ as = 'ada', ...given } = {}) =>
      openGitLabTracker({
        ...{ url: simulator.url, project: PROJECT, token: TOKENS[as], tier: world.edition.licence },
        fetch: createPoliteFetch({ etags: createMemoryEtagStore() }),
        ...given,
      }),
  };
}
