import { isErrorCode } from '@fixpoint/contracts/errors.ts';
import { clip } from '@fixpoint/proof/lesson.ts';
import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
} from '@temporalio/common';

const MAX_TEXT_LENGTH = 1_000;

/** At most 1,000 characters of what a person is told of a failure: our own errors say what to change; of others, where they happened. */
export function failureText(error: unknown): string {
  const root = rootOf(error);
  if (root instanceof ApplicationFailure && root.type && isErrorCode(root.type))
    return clip(root.message, MAX_TEXT_LENGTH);
  const step = stepOf(error);
  if (root instanceof TimeoutFailure) return `${step} did not answer in time. Is its fleet running?`;
  const message = root instanceof Error ? root.message : String(root);
  return `${step} failed in a way that Fixpoint does not know: ${clip(message, 300)}`;
}

function rootOf(error: unknown): unknown {
  let current = error;
  while ((current instanceof ActivityFailure || current instanceof ChildWorkflowFailure) && current.cause) {
    current = current.cause;
  }
  return current;
}

function stepOf(error: unknown): string {
  if (error instanceof ActivityFailure) return `The step ${error.activityType}`;
  if (error instanceof ChildWorkflowFailure) return error.cause ? stepOf(error.cause) : 'The attempt';
  return 'A step';
}
