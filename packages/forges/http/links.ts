import { FixpointError } from '@fixpoint/contracts/errors.ts';

/** An address, or one parameter of it, quoted or not (RFC 8288); a quoted one is taken whole, whatever it holds. */
const TOKEN = /<([^<>]*)>|;\s*([^\s"=,;<>]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))/g;

/** The address of a relation (`next`, `last`, …) as the header has it; null when there is none. */
export function linkOf(header: string | null, relation: string): string | null {
  let address: string | null = null;
  for (const [, found, name, quoted, plain] of (header ?? '').matchAll(TOKEN)) {
    if (found !== undefined) address = found;
    else if (name?.toLowerCase() === 'rel' && address !== null) {
      const relations = (quoted ?? plain ?? '').toLowerCase().split(/\s+/);
      if (relations.includes(relation)) return address;
    }
  }
  return null;
}

/**
 * The absolute address of the next page; null on the last.
 *
 * @throws FixpointError FORGE_REFUSED when it is at another origin, which would be given our token
 */
export function sameOriginNext(header: string | null, requestUrl: string | URL): string | null {
  const address = linkOf(header, 'next');
  if (address === null) return null;
  const { origin, href } = new URL(requestUrl);
  const next = URL.canParse(address, href) ? new URL(address, href) : null;
  if (next?.origin === origin) return next.href;
  const where = next?.origin ?? 'nowhere';
  throw new FixpointError(
    'FORGE_REFUSED',
    `${origin} names a next page at ${where}; it is not followed. Is its own address set right?`,
  );
}
