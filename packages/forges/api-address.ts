import type { ForgeKind } from '@fixpoint/contracts/ids.ts';

/** Where the API of a forge is asked for, as its tracker wants it; `webAddress` is that of its pages, without a trailing slash. */
export function apiAddressOf(kind: ForgeKind, webAddress: string): string {
  if (kind !== 'github') return webAddress;
  const { hostname } = new URL(webAddress);
  if (hostname === 'github.com') return 'https://api.github.com';
  return hostname.endsWith('.ghe.com') ? `https://api.${hostname}` : `${webAddress}/api/v3`;
}
