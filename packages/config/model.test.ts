import { describe, expect, test } from 'vitest';
import { readModelConfig } from './model.ts';

const KEY = { ANTHROPIC_API_KEY: 'key' };

describe('readModelConfig', () => {
  test('needs only the key', () => {
    expect(readModelConfig(KEY)).toMatchObject({
      apiKey: 'key',
      baseUrl: 'https://api.anthropic.com',
      price: null,
    });
  });

  test('takes a price of four numbers', () => {
    const config = readModelConfig({ ...KEY, FIXPOINT_MODEL_PRICE: '4,20,0.2,5' });

    expect(config.price).toEqual({ input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 });
  });

  test.each(['4,20', '4,20,x,5', '4,20,-1,5'])(
    'refuses the price %j by the name of its variable',
    (price) => {
      expect(() => readModelConfig({ ...KEY, FIXPOINT_MODEL_PRICE: price })).toThrow('FIXPOINT_MODEL_PRICE');
    },
  );
});
