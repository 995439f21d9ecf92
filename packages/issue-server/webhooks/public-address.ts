import { BlockList, isIPv4 } from 'node:net';

/** Special-purpose blocks that no webhook of the Internet lives in (IANA's registries for IPv4 and IPv6). */
const BLOCKED_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;
/** Of what is outside of 2000::/3, nothing is public: loopback, private, link-local, multicast, and IPv4 in disguise. */
const PUBLIC_IPV6 = ['2000::', 3] as const;
const BLOCKED_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const BLOCKED = blockListOf(BLOCKED_IPV4, 'ipv4');
const BLOCKED_6 = blockListOf(BLOCKED_IPV6, 'ipv6');
const UNICAST_6 = blockListOf([PUBLIC_IPV6], 'ipv6');

/** Whether an address, as `isIP` knows it, is one of the public Internet. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !BLOCKED.check(address, 'ipv4');
  return UNICAST_6.check(address, 'ipv6') && !BLOCKED_6.check(address, 'ipv6');
}

function blockListOf(blocks: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of blocks) list.addSubnet(net, prefix, family);
  return list;
}
