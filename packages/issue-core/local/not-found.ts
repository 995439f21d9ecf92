import { FixpointError } from '@fixpoint/contracts/errors.ts';

/** `what` names the thing that was asked for. */
export function notFound(what: string): FixpointError {
  return new FixpointError('ISSUE_NOT_FOUND', `${what} is not in the local store.`);
}
