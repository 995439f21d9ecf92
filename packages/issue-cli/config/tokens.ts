import { readTokenVariables } from '@fixpoint/config/issue-cli.ts';
import type { Environment } from '@fixpoint/config/read-environment.ts';
import { tokenFromCredentialHelper } from './credential-helper.ts';
import { Secret } from './secret.ts';
import { type Target, tokenFromEnvironment, tokenVariablesOf } from './token-environment.ts';
import { tokenFromStores } from './token-stores.ts';

export interface FoundToken {
  readonly token: Secret;
  /** A variable, a file or a command; never the token. */
  readonly source: string;
}

export interface TokenSearch {
  readonly target: Target;
  readonly root: string;
  /** Whether the user, and not only the repository, chose this server. */
  readonly trusted: boolean;
  readonly environment?: Environment;
}

/**
 * The token for a server: of the environment, of the store of the forge's own tool, of git's credential helpers, in this
 * order; null when nobody has one. Nobody is asked, and everything is bounded in time.
 *
 * @throws FixpointError INVALID_CONFIG
 */
export async function findToken(search: TokenSearch): Promise<FoundToken | null> {
  const { target, root, trusted, environment } = search;
  const variables = readTokenVariables(tokenVariablesOf(target), environment);
  const variable = tokenFromEnvironment(target, variables, trusted);
  if (variable) return { token: new Secret(variable.value), source: variable.variable };
  const stored = await tokenFromStores(target, root, environment);
  if (stored) return { token: new Secret(stored.value), source: stored.source };
  const password = await tokenFromCredentialHelper(target.url, root, environment);
  return password === null ? null : { token: new Secret(password), source: 'git credential' };
}
