import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const usdPerMTok = z.coerce.number().nonnegative();

const schema = z.object({
  ANTHROPIC_API_KEY: z.string(),
  ANTHROPIC_BASE_URL: z.url().default('https://api.anthropic.com'),
  FIXPOINT_MODEL: z.string().default('claude-opus-5-5'),
  FIXPOINT_MODEL_MAX_TOKENS: z.coerce.number().int().min(1_024).max(128_000).default(16_384),
  FIXPOINT_MODEL_MAX_CONVERSATION_TOKENS: z.coerce.number().int().min(10_000).default(120_000),
  FIXPOINT_MODEL_IDLE_TIMEOUT_MS: z.coerce.number().int().min(100).default(120_000),
  FIXPOINT_MODEL_TOTAL_TIMEOUT_MS: z.coerce.number().int().min(100).default(900_000),
  /** `input,output,cacheRead,cacheWrite` in US dollars per million tokens. */
  FIXPOINT_MODEL_PRICE: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.tuple([usdPerMTok, usdPerMTok, usdPerMTok, usdPerMTok]))
    .optional(),
});

export interface ModelConfig {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly maxTokens: number;
  readonly maxConversationTokens: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
  /** What the operator pays, when it is not the list price. */
  readonly price: {
    readonly input: number;
    readonly output: number;
    readonly cacheRead: number;
    readonly cacheWrite: number;
  } | null;
}

/** @throws FixpointError INVALID_CONFIG */
export function readModelConfig(environment?: Environment): ModelConfig {
  const env = readEnvironment(schema, environment);
  return {
    apiKey: env.ANTHROPIC_API_KEY,
    baseUrl: env.ANTHROPIC_BASE_URL,
    model: env.FIXPOINT_MODEL,
    maxTokens: env.FIXPOINT_MODEL_MAX_TOKENS,
    maxConversationTokens: env.FIXPOINT_MODEL_MAX_CONVERSATION_TOKENS,
    idleTimeoutMs: env.FIXPOINT_MODEL_IDLE_TIMEOUT_MS,
    totalTimeoutMs: env.FIXPOINT_MODEL_TOTAL_TIMEOUT_MS,
    price: toPrice(env.FIXPOINT_MODEL_PRICE),
  };
}

function toPrice(price: [number, number, number, number] | undefined): ModelConfig['price'] {
  if (price === undefined) return null;
  const [input, output, cacheRead, cacheWrite] = price;
  return { input, output, cacheRead, cacheWrite };
}
