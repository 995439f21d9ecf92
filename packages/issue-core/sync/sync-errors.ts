import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';

const MISSING: ReadonlySet<ErrorCode> = new Set(['ISSUE_NOT_FOUND', 'FORGE_NOT_FOUND']);
const REFUSED: ReadonlySet<ErrorCode> = new Set([
  'FORGE_REFUSED',
  'UNSUPPORTED',
  'INVALID_INPUT',
  'ALREADY_EXISTS',
]);
/** Of one issue, whatever happens to the others. */
const OF_ONE_ISSUE: ReadonlySet<ErrorCode> = new Set([
  'FORGE_UNAVAILABLE',
  'FORGE_FORBIDDEN',
  'EDIT_CONFLICT',
  'LINK_CYCLE',
  'RECORD_CONFLICT',
  ...MISSING,
  ...REFUSED,
]);

export function isMissing(error: unknown): boolean {
  return hasCode(error, MISSING);
}

/** The tracker looked at the request and does not take it: nothing was written, and asking again changes nothing. */
export function isRefusal(error: unknown): error is FixpointError {
  return hasCode(error, REFUSED) || isMissing(error);
}

/** Of somebody else's text: not being allowed is an answer about this one text, not about our token. */
export function isRefusalOfText(error: unknown): error is FixpointError {
  return isRefusal(error) || (error instanceof FixpointError && error.code === 'FORGE_FORBIDDEN');
}

/** The tracker may have written, and only its answer is lost. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof FixpointError && error.code === 'FORGE_UNAVAILABLE';
}

/** Whether the sync goes on with the next issue; all else (no token, no store, a bug of ours) stops it. */
export function concernsOneIssue(error: unknown): error is FixpointError {
  return hasCode(error, OF_ONE_ISSUE);
}

function hasCode(error: unknown, codes: ReadonlySet<ErrorCode>): error is FixpointError {
  return error instanceof FixpointError && codes.has(error.code);
}
