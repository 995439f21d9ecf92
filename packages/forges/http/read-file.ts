import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { answerError, networkError } from './errors.ts';
import type { JsonApi } from './json-api.ts';

export interface FileRequest {
  readonly address: string;
  /** The request in an error, without what is secret. */
  readonly what: string;
  readonly maxBytes: number;
}

/**
 * The bytes of a file that a forge keeps. A redirect leads to a page for logging in, or to a server that our token is not for,
 * so none is followed.
 *
 * @throws FixpointError FORGE_*; FORGE_REFUSED for a redirect, and for more than `maxBytes`
 */
export async function readFile(
  { authorization, fetch }: Pick<JsonApi, 'authorization' | 'fetch'>,
  { address, what, maxBytes }: FileRequest,
): Promise<Uint8Array> {
  // A name such as `..` in it would ask for something else.
  if (new URL(address).pathname !== address.replace(/^\w+:\/\/[^/]+/, ''))
    throw new FixpointError('FORGE_REFUSED', `${what}: the address is not that of a file.`);
  // Kept answers are kept as text, which not every file is.
  const headers = { authorization, 'cache-control': 'no-store' };
  const { response, bytes } = await send(() => fetch(address, { headers, redirect: 'manual' }), what);
  if (response.status >= 300 && response.status < 400)
    throw new FixpointError(
      'FORGE_REFUSED',
      `${what}: the file is at another address, which is not followed.`,
    );
  if (!response.ok) throw answerError(what, response, new TextDecoder().decode(bytes.subarray(0, 2_000)));
  if (bytes.byteLength > maxBytes)
    throw new FixpointError('FORGE_REFUSED', `${what}: the file is bigger than ${maxBytes} bytes.`);
  return bytes;
}

async function send(
  ask: () => Promise<Response>,
  what: string,
): Promise<{ readonly response: Response; readonly bytes: Uint8Array }> {
  try {
    const response = await ask();
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    throw networkError(what, error);
  }
}
