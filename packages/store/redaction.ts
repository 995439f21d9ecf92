import type { JsonValue } from '@fixpoint/contracts/json.ts';
import { mapStrings } from './map-strings.ts';
import { SECRET_PATTERNS } from './redaction-patterns.ts';

/** Replaces secrets by `[redacted:<kind>]` before anything is stored or hashed. */
export interface Redactor {
  text(value: string): string;
  /** Walks values and keys, so that the result is always JSON of the same shape. */
  json<T extends JsonValue>(value: T): T;
}

/** Shorter values would redact ordinary words; no secret that deserves the name is that short. */
const MIN_SECRET_LENGTH = 6;

/** Knows the given values and every well-known shape of a token. */
export function createRedactor(knownSecrets: readonly string[] = []): Redactor {
  const text = (value: string) => redactSecrets(value, knownSecrets);
  return { text, json: (value) => mapStrings(value, text) as typeof value };
}

/** For what must be kept exactly, such as the model's own response that `act` carries out. */
export const KEEP_ALL: Redactor = { text: (value) => value, json: (value) => value };

/**
 * Replaces known values (also as URLs and JSON escape them) and well-known token shapes. Doing it twice changes nothing.
 */
export function redactSecrets(text: string, knownSecrets: readonly string[]): string {
  let redacted = text;
  for (const spelling of spellings(knownSecrets)) {
    redacted = redacted.replaceAll(spelling, '[redacted:known]');
  }
  for (const { kind, expression, keepsContext } of SECRET_PATTERNS) {
    redacted = redacted.replaceAll(expression, keepsContext ? `$1[redacted:${kind}]` : `[redacted:${kind}]`);
  }
  return redacted;
}

/** Longest first: a secret may be the beginning of another. */
function spellings(knownSecrets: readonly string[]): string[] {
  const known = knownSecrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH);
  const all = new Set(
    known.flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed()), escaped(secret)]),
  );
  return [...all].sort((a, b) => b.length - a.length);
}

function escaped(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}
