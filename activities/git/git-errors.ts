import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';

const MAX_DETAIL_LENGTH = 500;
/** Says nothing about what was asked of git, whatever the command. */
const OUT_OF_RESOURCES = /No space left on device|Out of memory|Cannot allocate memory/i;

/** What git says, as it says it in English, and what it means for us. */
const MEANINGS: readonly (readonly [pattern: RegExp, code: ErrorCode])[] = [
  [/protected branch|GH006|not allowed to (?:force )?push/i, 'GIT_BRANCH_PROTECTED'],
  [/hook declined|remote rejected/i, 'FORGE_REFUSED'],
  [/Authentication failed|could not read Username|HTTP 401|HTTP 403|error: 40[13]/i, 'GIT_UNAUTHORIZED'],
  [/repository '.*' not found|HTTP 404|error: 404/i, 'FORGE_NOT_FOUND'],
  [
    /Could not resolve host|Failed to connect|Connection (?:refused|reset|timed out)|HTTP 5\d\d|error: 5\d\d|early EOF|RPC failed/i,
    'GIT_UNAVAILABLE',
  ],
];

export interface GitFailure {
  /** The whole meaning of a failure of this command, when its words are about data of a stranger. */
  readonly code?: ErrorCode | undefined;
  readonly cause?: unknown;
}

/** Turns what git wrote into an error of ours; the secrets are cut out first. */
export function gitError(
  step: string,
  stderr: string,
  secrets: readonly string[],
  failure: GitFailure = {},
): FixpointError {
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), stderr).trim();
  return new FixpointError(codeOf(clean, failure.code), `${step}: ${clean.slice(-MAX_DETAIL_LENGTH)}`, {
    cause: failure.cause,
  });
}

function codeOf(words: string, given: ErrorCode | undefined): ErrorCode {
  if (OUT_OF_RESOURCES.test(words)) return 'GIT_FAILED';
  return given ?? MEANINGS.find(([pattern]) => pattern.test(words))?.[1] ?? 'GIT_FAILED';
}
