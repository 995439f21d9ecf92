import type { SimIssue, SimRepository } from '../world.ts';

/** Where the simulator can be reached: `api` for programs, `web` for people. */
export interface Bases {
  readonly api: string;
  readonly web: string;
}

export function repositoryAddress({ api }: Bases, { owner, name }: SimRepository): string {
  return `${api}/repos/${owner.login}/${name}`;
}

export function repositoryPage({ web }: Bases, { owner, name }: SimRepository): string {
  return `${web}/${owner.login}/${name}`;
}

export function issueAddress(bases: Bases, repository: SimRepository, issue: SimIssue): string {
  return `${repositoryAddress(bases, repository)}/issues/${issue.number}`;
}

export function issuePage(bases: Bases, repository: SimRepository, issue: SimIssue): string {
  const kind = issue.isPullRequest ? 'pull' : 'issues';
  return `${repositoryPage(bases, repository)}/${kind}/${issue.number}`;
}

/** GitHub's ids for GraphQL. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}
