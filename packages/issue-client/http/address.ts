import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ApiRequest } from './api-request.ts';

/**
 * The address of a server as it is asked: without a slash at its end, perhaps with a path.
 *
 * @throws FixpointError INVALID_CONFIG
 */
export function serverAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new FixpointError('INVALID_CONFIG', 'url: give one such as http://host:8765.');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new FixpointError('INVALID_CONFIG', 'url: must not hold a user, a password or a key.');
  }
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
}

/** @throws FixpointError INVALID_INPUT for a name that cannot stand in an address */
export function addressOf(
  server: string,
  { path, query = {} }: Pick<ApiRequest<unknown>, 'path' | 'query'>,
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'object' ? value : [value]) parameters.append(name, String(one));
  }
  const behind = parameters.size === 0 ? '' : `?${parameters}`;
  return `${server}/api/v1/${path.map(segmentOf).join('/')}${behind}`;
}

/** Dots alone would be taken for another folder, encoded or not. */
function segmentOf(segment: string | number): string {
  const text = String(segment);
  if (!/^\.{0,2}$/.test(text)) return encodeURIComponent(text.toWellFormed());
  throw new FixpointError('INVALID_INPUT', `${JSON.stringify(text)} cannot be named to a server.`);
}
