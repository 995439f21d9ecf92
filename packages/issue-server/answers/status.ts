import type { ErrorCode } from '@fixpoint/contracts/errors.ts';

/**
 * The HTTP status of what can go wrong on the way to an answer; what is not here is a bug of ours, and 500. A request that
 * does not fit its schema is 400; one that fits, and still cannot be done, is 422.
 */
const STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  INVALID_INPUT: 422,
  QUERY_INVALID: 422,
  UNSUPPORTED: 422,
  FORGE_REFUSED: 422,
  IDEMPOTENCY_MISMATCH: 422,
  API_KEY_INVALID: 401,
  API_SCOPE_MISSING: 403,
  READ_ONLY: 403,
  FORGE_FORBIDDEN: 403,
  ISSUE_NOT_FOUND: 404,
  FORGE_NOT_FOUND: 404,
  BACKEND_UNKNOWN: 404,
  ALREADY_EXISTS: 409,
  EDIT_CONFLICT: 409,
  LINK_CYCLE: 409,
  CLAIM_HELD: 409,
  CLAIM_LOST: 409,
  IDEMPOTENCY_IN_FLIGHT: 409,
  API_RATE_LIMITED: 429,
  FORGE_UNAVAILABLE: 503,
  FORGE_RATE_LIMITED: 503,
  FORGE_UNAUTHORIZED: 503,
  LOCAL_STORE_FAILED: 503,
  LOCAL_STORE_BUSY: 503,
  STORE_UNAVAILABLE: 503,
};

export function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? 500;
}
