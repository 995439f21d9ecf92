import type { ErrorCode } from '@fixpoint/contracts/errors.ts';

/** What the process ends with. Everything else, a tracker that does not answer or a bug, is 1. */
export const EXIT_CODES = {
  ok: 0,
  failure: 1,
  usage: 2,
  notFound: 3,
  auth: 4,
  conflict: 5,
  claimLost: 6,
  rateLimited: 7,
  partial: 8,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

const { usage, notFound, auth, conflict, claimLost, rateLimited } = EXIT_CODES;

const OF_ERRORS: Readonly<Partial<Record<ErrorCode, ExitCode>>> = {
  INVALID_CONFIG: usage,
  INVALID_INPUT: usage,
  QUERY_INVALID: usage,
  UNSUPPORTED: usage,
  BACKEND_UNKNOWN: usage,
  READ_ONLY: usage,
  FORGE_REFUSED: usage,
  ISSUE_NOT_FOUND: notFound,
  FORGE_NOT_FOUND: notFound,
  FORGE_UNAUTHORIZED: auth,
  FORGE_FORBIDDEN: auth,
  API_KEY_INVALID: auth,
  API_SCOPE_MISSING: auth,
  ALREADY_EXISTS: conflict,
  CLAIM_HELD: conflict,
  EDIT_CONFLICT: conflict,
  LINK_CYCLE: conflict,
  RECORD_CONFLICT: conflict,
  SYNC_IMPLAUSIBLE: conflict,
  CLAIM_LOST: claimLost,
  FORGE_RATE_LIMITED: rateLimited,
  API_RATE_LIMITED: rateLimited,
};

export function exitCodeOf(code: ErrorCode): ExitCode {
  return OF_ERRORS[code] ?? EXIT_CODES.failure;
}
