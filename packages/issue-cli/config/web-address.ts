import { FixpointError } from '@fixpoint/contracts/errors.ts';

/**
 * The address of a server as everything here compares it: origin and path, no slash at its end, nothing secret. GitHub's API
 * address, which people give too, becomes that of its pages.
 *
 * @throws FixpointError INVALID_CONFIG that names `source`
 */
export function toWebAddress(address: string, source: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new FixpointError('INVALID_CONFIG', `${source}: give an address such as https://forge.example.`);
  if (url.username !== '' || url.password !== '')
    throw new FixpointError(
      'INVALID_CONFIG',
      `${source}: an address must not hold a user, password or token.`,
    );
  if (url.hostname === 'api.github.com') return 'https://github.com';
  const path = url.pathname.replace(/\/(api\/v[134])?\/*$/, '').replace(/\/+$/, '');
  return `${url.origin}${path}`;
}
