import type { TokenVariables } from '@fixpoint/config/issue-cli.ts';
import type { ForgeKind } from './detect.ts';

export interface Target {
  readonly kind: ForgeKind;
  /** The address of the server, as `toWebAddress` writes it. */
  readonly url: string;
}

type Name = keyof TokenVariables;

interface Rule {
  readonly variable: Name;
  /** Whether it is meant for this server by what it is, before anybody's wish. */
  isFor(target: Target, variables: TokenVariables): 'this' | 'other' | 'any';
}

/** In the order in which they are taken. A token that belongs to one server is never sent to another. */
const RULES: Readonly<Record<ForgeKind, readonly Rule[]>> = {
  gitea: [
    { variable: 'GITEA_API_TOKEN', isFor: (target, { GITEA_SERVER_URL }) => named(target, GITEA_SERVER_URL) },
    { variable: 'GITEA_TOKEN', isFor: (target, { GITEA_SERVER_URL }) => named(target, GITEA_SERVER_URL) },
  ],
  github: [
    { variable: 'GH_TOKEN', isFor: isGitHubsOwn },
    { variable: 'GITHUB_TOKEN', isFor: isGitHubsOwn },
    { variable: 'GH_ENTERPRISE_TOKEN', isFor: isEnterprise },
    { variable: 'GITHUB_ENTERPRISE_TOKEN', isFor: isEnterprise },
  ],
  gitlab: [
    {
      variable: 'GITLAB_TOKEN',
      isFor: (target, { GITLAB_HOST, CI_SERVER_URL }) =>
        named(target, GITLAB_HOST ?? CI_SERVER_URL ?? 'https://gitlab.com'),
    },
  ],
};

/**
 * The variable whose token is for this server.
 *
 * @param trusted whether the user, and not only the repository, chose this server: without it, tokens that name no server
 *   stay here
 */
export function tokenFromEnvironment(
  target: Target,
  variables: TokenVariables,
  trusted: boolean,
): { readonly variable: Name; readonly value: string } | null {
  const general: Rule = {
    variable: 'ISSUE_CORE_TOKEN',
    isFor: (it, { ISSUE_CORE_URL }) => named(it, ISSUE_CORE_URL),
  };
  for (const { variable, isFor } of [general, ...RULES[target.kind]]) {
    const value = variables[variable];
    if (value === undefined) continue;
    const meant = isFor(target, variables);
    if (meant === 'this' || (meant === 'any' && trusted)) return { variable, value };
  }
  return null;
}

function isGitHubsOwn(target: Target, { GITHUB_SERVER_URL }: TokenVariables): 'this' | 'other' {
  // In GitHub Actions, GITHUB_TOKEN is of the server that runs them.
  if (GITHUB_SERVER_URL !== undefined && named(target, GITHUB_SERVER_URL) === 'this') return 'this';
  const { protocol, hostname } = new URL(target.url);
  const own = hostname === 'github.com' || hostname.endsWith('.ghe.com');
  const elsewhere =
    GITHUB_SERVER_URL !== undefined &&
    named({ ...target, url: 'https://github.com' }, GITHUB_SERVER_URL) !== 'this';
  return own && protocol === 'https:' && !elsewhere ? 'this' : 'other';
}

function isEnterprise(target: Target, { GH_HOST }: TokenVariables): 'this' | 'other' | 'any' {
  const { hostname } = new URL(target.url);
  if (hostname === 'github.com' || hostname.endsWith('.ghe.com')) return 'other';
  return named(target, GH_HOST);
}

/** Whether a variable that holds a host or an address means this server; any, when it is not set. */
function named({ url }: Target, variable: string | undefined): 'this' | 'other' | 'any' {
  if (variable === undefined) return 'any';
  const target = new URL(url);
  if (variable.includes('://'))
    return URL.canParse(variable) && new URL(variable).origin === target.origin ? 'this' : 'other';
  return variable.toLowerCase() === target.host ? 'this' : 'other';
}
