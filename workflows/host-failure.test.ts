import { ActivityFailure, ApplicationFailure, TimeoutFailure, TimeoutType } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { isFinal, isHostGone } from './host-failure.ts';

function ofActivity(cause: Error): ActivityFailure {
  return new ActivityFailure('failed', 'act', '1', 'MAXIMUM_ATTEMPTS_REACHED', 'worker', cause);
}

const timedOut = (type: TimeoutType) => ofActivity(new TimeoutFailure('timed out', undefined, type));
const failed = (type: string) => ofActivity(ApplicationFailure.retryable('failed', type));

describe('isHostGone', () => {
  it.each([
    ['nobody polls', timedOut(TimeoutType.SCHEDULE_TO_START), true],
    ['its worker died', timedOut(TimeoutType.HEARTBEAT), true],
    ['its containers died', failed('WORKSPACE_LOST'), true],
    ['its engine is down', failed('ENGINE_UNAVAILABLE'), true],
    ['the command took too long', timedOut(TimeoutType.START_TO_CLOSE), false],
    ['the store is down', failed('STORE_UNAVAILABLE'), false],
    ['another error', new Error('odd'), false],
  ])('%s', (_, error, gone) => {
    expect(isHostGone(error)).toBe(gone);
  });
});

describe('isFinal', () => {
  it('is what another host would answer as well', () => {
    expect(isFinal(ofActivity(ApplicationFailure.nonRetryable('no image', 'IMAGE_MISSING')))).toBe(true);
    expect(isFinal(failed('ENGINE_UNAVAILABLE'))).toBe(false);
    expect(isFinal(timedOut(TimeoutType.HEARTBEAT))).toBe(false);
  });
});
