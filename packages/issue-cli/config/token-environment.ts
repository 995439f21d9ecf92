import type { TokenVariable, Variables } from '@fixpoint/forges/forge-profile.ts';
import { namedServer } from '@fixpoint/forges/tokens/named-server.ts';
import { type ForgeKind, profileOf } from '@fixpoint/forges/tracker-registry.ts';

export interface Target {
  readonly kind: ForgeKind;
  /** The address of the server, as `toWebAddress` writes it. */
  readonly url: string;
}

/** For every kind of forge. */
const GENERAL: TokenVariable = {
  name: 'ISSUE_CORE_TOKEN',
  isFor: (url, { ISSUE_CORE_URL }) => namedServer(url, ISSUE_CORE_URL),
};

/** The variables that decide about the token for this target. */
export function tokenVariablesOf({ kind }: Target): readonly string[] {
  const { variables, serverVariables } = profileOf(kind).tokens;
  return [GENERAL.name, 'ISSUE_CORE_URL', ...variables.map(({ name }) => name), ...serverVariables];
}

/**
 * The variable whose token is for this server.
 *
 * @param trusted whether the user, and not only the repository, chose this server: without it, tokens that name no server
 *   stay here
 */
export function tokenFromEnvironment(
  { kind, url }: Target,
  variables: Variables,
  trusted: boolean,
): { readonly variable: string; readonly value: string } | null {
  for (const { name, isFor } of [GENERAL, ...profileOf(kind).tokens.variables]) {
    const value = variables[name];
    if (value === undefined) continue;
    const meant = isFor(url, variables);
    if (meant === 'this' || (meant === 'any' && trusted)) return { variable: name, value };
  }
  return null;
}
