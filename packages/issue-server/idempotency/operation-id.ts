import { createHash } from 'node:crypto';

/**
 * Under which a tracker creates what is asked for: whoever asks for the same finds what was created already, even when the
 * answer was lost, or forgotten since.
 */
export function operationIdOf(...what: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('base64url');
}
