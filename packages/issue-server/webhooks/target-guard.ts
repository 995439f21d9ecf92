import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * What can be told of a target without asking anybody: its form, and an address that stands in it.
 *
 * @throws FixpointError INVALID_INPUT
 */
export function checkTarget(url: string, allowPrivate: boolean): void {
  const target = URL.parse(url);
  if (!target || (target.protocol !== 'https:' && target.protocol !== 'http:')) refuse('is an http(s) URL');
  if (target.username !== '' || target.password !== '') refuse('holds no user or password');
  if (allowPrivate) return;
  if (target.protocol !== 'https:') refuse('is https');
  if (isIP(hostOf(target)) !== 0 && !isPublicAddress(hostOf(target))) refuse('is a public address');
}

/** Without the brackets of IPv6. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function refuse(wanted: string): never {
  throw new FixpointError('INVALID_INPUT', `url: ${wanted}.`);
}

/**
 * Looks a name up for a connection, and refuses it when any of its addresses is not public. It is the connection's own
 * look-up, so that a name which changes its addresses in between (DNS rebinding) gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, '');
      return;
    }
    const [first] = addresses;
    const hidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (hidden || !first) {
      callback(new Error(`${hostname} is no host of the public Internet`), '');
      return;
    }
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
