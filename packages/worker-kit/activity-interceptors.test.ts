import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { ApplicationFailure } from '@temporalio/common';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { activityInterceptors } from './activity-interceptors.ts';

const outcomes: string[] = [];
const metrics = { startTimer: () => (outcome: string) => void outcomes.push(outcome) };
const input = { args: [], headers: {} };

beforeEach(() => {
  outcomes.length = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

function execute(work: () => Promise<unknown>, heartbeatTimeoutMs?: number) {
  const heartbeat = vi.fn();
  const info = { activityType: 'think', ...(heartbeatTimeoutMs ? { heartbeatTimeoutMs } : {}) };
  const { inbound } = activityInterceptors({ info, heartbeat }, metrics);
  return {
    heartbeat,
    result: inbound?.execute?.(input, work) ?? Promise.reject(new Error('no interceptor')),
  };
}

test('beats while the activity runs, and no longer', async () => {
  const done = Promise.withResolvers<string>();
  const { heartbeat, result } = execute(() => done.promise, 6_000);

  vi.advanceTimersByTime(6_000);
  done.resolve('done');

  expect(await result).toBe('done');
  expect(heartbeat).toHaveBeenCalledTimes(6);
  vi.advanceTimersByTime(60_000);
  expect(heartbeat).toHaveBeenCalledTimes(6);
  expect(outcomes).toEqual(['completed']);
});

test('beats often enough for a short time-out', async () => {
  const done = Promise.withResolvers<string>();
  const { heartbeat, result } = execute(() => done.promise, 600);

  vi.advanceTimersByTime(600);
  done.resolve('done');
  await result;

  expect(heartbeat).toHaveBeenCalledTimes(3);
});

test('beats for nobody who does not listen', async () => {
  const { heartbeat, result } = execute(() => Promise.resolve(1));
  await result;

  expect(heartbeat).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test("makes our errors Temporal's: code, retries and the wait that the other side asked for", async () => {
  const error = new FixpointError('MODEL_RATE_LIMITED', 'Slow down.', { retryAfterMs: 1_500 });
  const { result } = execute(() => Promise.reject(error));

  const failure = await result.catch((thrown: unknown) => thrown);

  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ type: 'MODEL_RATE_LIMITED', nonRetryable: false, nextRetryDelay: 1_500 });
  expect(outcomes).toEqual(['MODEL_RATE_LIMITED']);
});

test("leaves an error of nobody's as it is", async () => {
  const { result } = execute(() => Promise.reject(new TypeError('a bug')));

  await expect(result).rejects.toBeInstanceOf(TypeError);
  expect(outcomes).toEqual(['failed']);
});
