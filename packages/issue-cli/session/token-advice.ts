import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type ForgeKind, profileOf } from '@fixpoint/forges/tracker-registry.ts';
import type { BackendDescription } from '../config/resolve-backend.ts';
import { shortMessage } from '../output/error.ts';

const ABOUT_TOKENS: ReadonlySet<string> = new Set([
  'FORGE_UNAUTHORIZED',
  'FORGE_FORBIDDEN',
  // Forges hide what one may not see.
  'FORGE_NOT_FOUND',
]);

/** The same error, with where the token came from, or where one is looked for: that is what has to be mended. */
export function withTokenAdvice(error: unknown, description: BackendDescription): unknown {
  if (!(error instanceof FixpointError)) return error;
  if ('serverUrl' in description && description.apiKey !== null && error.code === 'API_KEY_INVALID') {
    return new FixpointError(error.code, `The key is that of ${description.apiKey.source}.`, {
      cause: error,
    });
  }
  if (!ABOUT_TOKENS.has(error.code) || !('url' in description)) return error;
  if (error.code === 'FORGE_NOT_FOUND' && description.token) return error;
  const { token, kind, url } = description;
  const advice = token
    ? `The token is that of ${token.source}.`
    : `There is no token for ${url.value}: ${whereTokensAreLookedFor(kind.value, url.value)}`;
  const detail = `${asSentence(shortMessage(error.code, error.message))} ${advice}`;
  return new FixpointError(error.code, detail, { cause: error });
}

/** What a server answers may end anywhere. */
function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** For this server: those of a server of one's own are named otherwise than those of the well-known ones. */
export function whereTokensAreLookedFor(kind: ForgeKind, url: string): string {
  return profileOf(kind).tokens.adviceFor(url);
}
