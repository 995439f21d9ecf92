import { describe, expect, test } from 'vitest';
import { costUsd, createPriceLookup, UNKNOWN_MODEL_PRICE } from './prices.ts';

const MILLION_EACH = { inputTokens: 1e6, outputTokens: 1e6, cacheReadTokens: 1e6, cacheWriteTokens: 1e6 };

describe('prices', () => {
  test.each([
    ['claude-opus-5-5', 29.2],
    ['claude-opus-5', 36.75],
    ['claude-sonnet-5-5', 14.6],
    ['claude-haiku-4-5-20251001', 7.35],
  ])('%s costs by its list price', (model, expected) => {
    expect(costUsd(MILLION_EACH, createPriceLookup(null)(model, 0))).toBeCloseTo(expected, 6);
  });

  test('a model without a price costs like the dearest', () => {
    expect(createPriceLookup(null)('someone-elses-model', 0)).toBe(UNKNOWN_MODEL_PRICE);
  });

  test('long prompts have their own price where the list has one', () => {
    const priceOf = createPriceLookup(null);

    expect(priceOf('claude-haiku-5-5', 100_000).input).toBe(0.1);
    expect(priceOf('claude-haiku-5-5', 100_001).input).toBe(0.5);
  });

  test("an operator's own price counts", () => {
    const own = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 };

    expect(createPriceLookup(own)('claude-opus-5-5', 0)).toBe(own);
  });
});
