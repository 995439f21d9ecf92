import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
  TimeoutType,
} from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureText } from './failure-text.ts';

function ofActivity(cause: Error): ActivityFailure {
  return new ActivityFailure('failed', 'think', '1', 'NON_RETRYABLE_FAILURE', 'worker', cause);
}

function ofChild(cause: Error | undefined): ChildWorkflowFailure {
  return new ChildWorkflowFailure(
    'default',
    { workflowId: 'w', runId: 'r' },
    'attemptWorkflow',
    'NON_RETRYABLE_FAILURE',
    cause,
  );
}

const ours = ApplicationFailure.nonRetryable('The model refuses our key; set one.', 'MODEL_UNAUTHORIZED');

describe('failureText', () => {
  it('gives our own errors in their own words, however deep they lie', () => {
    expect(failureText(ofActivity(ours))).toBe('The model refuses our key; set one.');
    expect(failureText(ofChild(ofActivity(ours)))).toBe('The model refuses our key; set one.');
    expect(failureText(ours)).toBe('The model refuses our key; set one.');
  });

  it('names the step of a foreign error', () => {
    const foreign = ApplicationFailure.retryable('socket hang up', 'Error');

    expect(failureText(ofChild(ofActivity(foreign)))).toBe(
      'The step think failed in a way that Fixpoint does not know: socket hang up',
    );
    expect(failureText(ofChild(undefined))).toMatch(/^The attempt failed/);
    expect(failureText('odd')).toBe('A step failed in a way that Fixpoint does not know: odd');
  });

  it('asks for the fleet when nothing answered', () => {
    const timeout = new TimeoutFailure('timed out', undefined, TimeoutType.SCHEDULE_TO_START);

    expect(failureText(ofActivity(timeout))).toBe(
      'The step think did not answer in time. Is its fleet running?',
    );
  });

  it('is bounded', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), fc.boolean(), (message, isOurs) => {
        const cause = ApplicationFailure.retryable(message, isOurs ? 'GIT_FAILED' : 'Error');

        expect(failureText(ofChild(ofActivity(cause))).length).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});
