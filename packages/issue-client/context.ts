import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { TrackerWrite } from '@fixpoint/issue-core/tracker/api.ts';
import type { Ask } from './http/api-request.ts';

/** What every operation of one remote tracker works with. */
export interface ClientContext {
  /** Asks about this tracker, as this agent. */
  readonly ask: Ask;
  readonly agent: string;
  readonly readOnly: boolean;
}

const OPERATION_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** What is said of a write beside what is written. @throws FixpointError INVALID_INPUT */
export function headersOf({ fencingToken, operationId }: TrackerWrite): Record<string, string> {
  if (operationId !== undefined && !OPERATION_ID.test(operationId)) {
    throw new FixpointError('INVALID_INPUT', 'operationId: 1 to 64 of A-Z, a-z, 0-9, "_" and "-".');
  }
  return {
    ...(fencingToken === undefined ? {} : { 'issue-core-claim-token': String(fencingToken) }),
    ...(operationId === undefined ? {} : { 'issue-core-operation-id': operationId }),
  };
}
