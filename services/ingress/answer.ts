import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { DeliveryOutcome } from './deliver-input.ts';

/** What became of a delivery; the header, the metric and the log show the same word. */
export type Outcome =
  | DeliveryOutcome
  | 'ignored'
  | 'unknown-forge'
  | 'unauthorized'
  | 'malformed'
  | 'too-large'
  | 'unavailable'
  | 'failed';

const STATUS = {
  accepted: 202,
  ignored: 204,
  'unregistered-repository': 204,
  'unknown-proposal': 204,
  'not-running': 204,
  malformed: 400,
  unauthorized: 401,
  'unknown-forge': 404,
  'too-large': 413,
  failed: 500,
  unavailable: 503,
} as const satisfies Record<Outcome, number>;

export function statusOf(outcome: Outcome): number {
  return STATUS[outcome];
}

/** Anything that is neither the sender's fault nor a server's that does not answer is a bug. */
export function outcomeOf(error: unknown): Outcome {
  if (hasStatusCode(error) && error.statusCode === 413) return 'too-large';
  if (hasStatusCode(error) && error.statusCode >= 400 && error.statusCode < 500) return 'malformed';
  if (!(error instanceof FixpointError)) return 'failed';
  return error.retryable ? 'unavailable' : 'failed';
}

function hasStatusCode(error: unknown): error is Error & { readonly statusCode: number } {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
}
