import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';

const MAX_DETAIL_LENGTH = 500;

/** What git says, as it says it in English, and what it means for us. */
const MEANINGS: readonly (readonly [pattern: RegExp, code: ErrorCode])[] = [
  [/protected branch|pre-receive hook declined|GH006|not allowed to push/i, 'GIT_BRANCH_PROTECTED'],
  [/Authentication failed|could not read Username|HTTP 401|HTTP 403|error: 40[13]/i, 'GIT_UNAUTHORIZED'],
  [/repository '.*' not found|HTTP 404|error: 404/i, 'FORGE_NOT_FOUND'],
  [
    /Could not resolve host|Failed to connect|Connection (?:refused|reset|timed out)|HTTP 5\d\d|error: 5\d\d|early EOF|RPC failed/i,
    'GIT_UNAVAILABLE',
  ],
  [
    /fsck error|bad object|index-pack (?:died|failed)|not a (?:v2 or v3 )?bundle|unrecognized header|Repository lacks these prerequisite/i,
    'GIT_BUNDLE_REFUSED',
  ],
];

/** Turns what git wrote into an error of ours; the secrets are cut out first. */
export function gitError(
  step: string,
  stderr: string,
  secrets: readonly string[],
  cause?: unknown,
): FixpointError {
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), stderr).trim();
  const code = MEANINGS.find(([pattern]) => pattern.test(clean))?.[1] ?? 'GIT_FAILED';
  return new FixpointError(code, `${step}: ${clean.slice(-MAX_DETAIL_LENGTH)}`, { cause });
}
