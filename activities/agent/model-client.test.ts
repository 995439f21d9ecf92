import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAnthropicClient } from './model-client.ts';
import { bashCall, neverAborted, plainRequest, Scene } from './testing/scene.ts';

let scene: Scene;

beforeEach(async () => {
  scene = await Scene.open([bashCall('toolu_1')]);
});

afterEach(() => scene.close());

describe('the errors of the model', () => {
  test.each([
    { status: 400, code: 'MODEL_REFUSED', retryable: false },
    { status: 404, code: 'MODEL_REFUSED', retryable: false },
    { status: 413, code: 'MODEL_REFUSED', retryable: false },
    { status: 401, code: 'MODEL_UNAUTHORIZED', retryable: false },
    { status: 403, code: 'MODEL_UNAUTHORIZED', retryable: false },
    { status: 429, code: 'MODEL_RATE_LIMITED', retryable: true },
    { status: 500, code: 'MODEL_UNAVAILABLE', retryable: true },
    { status: 529, code: 'MODEL_UNAVAILABLE', retryable: true },
  ])('$status is $code', async ({ status, code, retryable }) => {
    await scene.fault({ kind: 'status', status });

    const answer = scene.client().complete(plainRequest(), neverAborted());

    await expect(answer).rejects.toMatchObject({
      code,
      retryable,
      message: expect.stringContaining('a fault was asked for'),
    });
  });

  test('a rate limit says how long to wait', async () => {
    await scene.fault({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });

    const answer = scene.client().complete(plainRequest(), neverAborted());

    await expect(answer).rejects.toMatchObject({ code: 'MODEL_RATE_LIMITED', retryAfterMs: 7_000 });
  });

  test('an absurd wait is bounded, and a date is understood', async () => {
    const date = new Date(Date.now() + 24 * 60 * 60_000).toUTCString();
    await scene.fault({ kind: 'status', status: 429, headers: { 'retry-after': date } });

    const answer = scene.client().complete(plainRequest(), neverAborted());

    await expect(answer).rejects.toMatchObject({ retryAfterMs: 3_600_000 });
  });

  test('nothing is retried by the SDK', async () => {
    await scene.fault({ kind: 'status', status: 529 });

    await expect(scene.client().complete(plainRequest(), neverAborted())).rejects.toThrow();

    expect(await scene.counts()).toMatchObject([{ requests: 1, answers: 0 }]);
  });

  test('a stream that breaks off is unavailable', async () => {
    await scene.fault({ kind: 'cut-stream' });

    const answer = scene.client().complete(plainRequest(), neverAborted());

    await expect(answer).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  test('a server that is not there is unavailable', async () => {
    const client = createAnthropicClient({ apiKey: 'test', baseUrl: 'http://127.0.0.1:9' });

    const answer = client.complete(plainRequest(), neverAborted());

    await expect(answer).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  test('silence ends by the idle time-out, which names it', async () => {
    await scene.fault({ kind: 'hang' });

    const answer = scene.client(300).complete(plainRequest(), neverAborted());

    await expect(answer).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('300 ms'),
    });
  });

  test('a cancelled request ends at once, with the reason of the cancellation', async () => {
    await scene.fault({ kind: 'hang' });
    const controller = new AbortController();
    const reason = new Error('stopped by a person');

    const answer = scene.client().complete(plainRequest(), controller.signal);
    const rejected = expect(answer).rejects.toBe(reason);
    await vi.waitFor(async () => expect(await scene.counts()).toHaveLength(1), { timeout: 20_000 });
    controller.abort(reason);

    await rejected;
  });

  test('a cancelled activity sends nothing', async () => {
    const cancelled = AbortSignal.abort(new Error('stopped'));

    await expect(scene.client().complete(plainRequest(), cancelled)).rejects.toThrow('stopped');

    expect(await scene.counts()).toEqual([]);
  });
});
