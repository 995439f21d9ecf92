import { expect, test } from 'vitest';
import { callEngine } from './call.ts';

test('a request that takes no signal ends in time all the same', async () => {
  const never = callEngine('attach', () => new Promise(() => undefined), 20);

  await expect(never).rejects.toMatchObject({
    code: 'ENGINE_UNAVAILABLE',
    message: expect.stringContaining('attach: no answer in time'),
  });
});

test('an answer in time is given back', async () => {
  await expect(callEngine('ask', async () => 42)).resolves.toBe(42);
});
