import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ForgeConfig } from './forges.ts';

/** What a service has made for each forge, by the forge's name. @throws FixpointError FORGE_UNKNOWN */
export function findForge<T>(forges: ReadonlyMap<string, T>, instance: string): T {
  const found = forges.get(instance);
  if (found !== undefined) return found;
  throw new FixpointError('FORGE_UNKNOWN', `There is no ${instance} in FIXPOINT_FORGES_FILE.`);
}

/**
 * A secret that this service cannot do without.
 *
 * @throws FixpointError INVALID_CONFIG when the forge's entry lacks it
 */
export function demandSecret(forge: ForgeConfig, name: 'apiToken' | 'gitToken'): string {
  const secret = forge[name];
  if (secret) return secret;
  throw new FixpointError('INVALID_CONFIG', `FIXPOINT_FORGES_FILE: ${forge.instance} has no ${name}.`);
}
