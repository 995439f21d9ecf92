import type { ErrorCode } from '@fixpoint/contracts/errors.ts';
import { ActivityFailure, ApplicationFailure, TimeoutFailure, TimeoutType } from '@temporalio/common';

/** What a host answers when it cannot go on, though another one may. */
const OF_THE_HOST: readonly ErrorCode[] = ['WORKSPACE_LOST', 'ENGINE_UNAVAILABLE'];

/** An error that another host would answer with again, such as a missing image. */
export function isFinal(error: unknown): boolean {
  const { cause } = asActivityFailure(error);
  return cause instanceof ApplicationFailure && cause.nonRetryable === true;
}

/** Nobody polls the host's queue any more, its worker died in the middle, or it says so itself. */
export function isHostGone(error: unknown): boolean {
  const { cause } = asActivityFailure(error);
  if (cause instanceof ApplicationFailure) return OF_THE_HOST.some((code) => code === cause.type);
  if (!(cause instanceof TimeoutFailure)) return false;
  return cause.timeoutType === TimeoutType.SCHEDULE_TO_START || cause.timeoutType === TimeoutType.HEARTBEAT;
}

function asActivityFailure(error: unknown): { readonly cause?: unknown } {
  return error instanceof ActivityFailure ? error : {};
}
