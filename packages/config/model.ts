import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const schema = z.object({
  ANTHROPIC_API_KEY: z.string(),
  ANTHROPIC_BASE_URL: z.url().default('https://api.anthropic.com'),
  FIXPOINT_MODEL: z.string().default('claude-opus-5-5'),
  FIXPOINT_MODEL_MAX_TOKENS: z.coerce.number().int().min(1_024).max(128_000).default(16_384),
  FIXPOINT_MODEL_MAX_CONVERSATION_TOKENS: z.coerce.number().int().min(10_000).default(120_000),
  FIXPOINT_MODEL_IDLE_TIMEOUT_MS: z.coerce.number().int().min(100).default(120_000),
  FIXPOINT_MODEL_TOTAL_TIMEOUT_MS: z.coerce.number().int().min(100).default(840_000),
  /** `input,output,cacheRead,cacheWrite` in US dollars per million tokens. */
  FIXPOINT_MODEL_PRICE: z
    .string()
    .transform((text) => text.split(',').map(Number))
    .pipe(z.array(z.number().nonnegative()).length(4))
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

function toPrice(price: readonly number[] = []): ModelConfig['price'] {
  const [input, output, cacheRead, cacheWrite] = price;
  if (input === undefined || output === undefined || cacheRead === undefined || cacheWrite === undefined)
    return null;
  return { input, output, cacheRead, cacheWrite };
}

const accessSchema = z.object({
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: z.url().optional(),
});

/** The key and address of the real model, when the user has them; null means that cassettes are played. */
export function readModelAccess(
  environment?: Environment,
): { apiKey: string; baseUrl: string | undefined } | null {
  const env = readEnvironment(accessSchema, environment);
  return env.ANTHROPIC_API_KEY ? { apiKey: env.ANTHROPIC_API_KEY, baseUrl: env.ANTHROPIC_BASE_URL } : null;
}
