import type { TokenUsage } from '@fixpoint/contracts/agent-activities.ts';

/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

interface PriceRow {
  readonly prefix: string;
  readonly price: ModelPrice;
  /** A dearer price for long prompts, cached tokens included. */
  readonly longPrompt?: { readonly aboveTokens: number; readonly price: ModelPrice };
}

/** Published list prices; cache writes are the five-minute kind. The longest prefix that fits a model's name counts. */
const PRICES: readonly PriceRow[] = [
  { prefix: 'claude-fable-5', price: { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 } },
  { prefix: 'claude-fable-5-1', price: { input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5 } },
  { prefix: 'claude-mythos-', price: { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 } },
  { prefix: 'claude-opus-5-5', price: { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 } },
  { prefix: 'claude-opus-5', price: { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 } },
  { prefix: 'claude-opus-4-', price: { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 } },
  { prefix: 'claude-sonnet-5-5', price: { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 } },
  { prefix: 'claude-sonnet-5', price: { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 } },
  { prefix: 'claude-sonnet-4-', price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 } },
  {
    prefix: 'claude-haiku-5-5',
    price: { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 },
    longPrompt: {
      aboveTokens: 100_000,
      price: { input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 },
    },
  },
  { prefix: 'claude-haiku-4-5', price: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 } },
];

/** For models without a price: the dearest of the list, so that a cost limit errs on the side of stopping. */
export const UNKNOWN_MODEL_PRICE: ModelPrice = { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 };

/**
 * Prices by the model's name. An operator's own price counts for every model.
 *
 * @param configured what the operator pays, when it is not the list price
 */
export function createPriceLookup(
  configured: ModelPrice | null,
): (model: string, promptTokens: number) => ModelPrice {
  return (model, promptTokens) => configured ?? listPrice(model, promptTokens) ?? UNKNOWN_MODEL_PRICE;
}

function listPrice(model: string, promptTokens: number): ModelPrice | null {
  const rows = PRICES.filter(({ prefix }) => model.startsWith(prefix));
  const row = rows.sort((a, b) => b.prefix.length - a.prefix.length).at(0);
  if (row === undefined) return null;
  return row.longPrompt && promptTokens > row.longPrompt.aboveTokens ? row.longPrompt.price : row.price;
}

export function promptTokens(usage: TokenUsage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
}

/** What a response cost, in US dollars. */
export function costUsd(usage: TokenUsage, price: ModelPrice): number {
  const millionths =
    usage.inputTokens * price.input +
    usage.outputTokens * price.output +
    usage.cacheReadTokens * price.cacheRead +
    usage.cacheWriteTokens * price.cacheWrite;
  return millionths / 1_000_000;
}
