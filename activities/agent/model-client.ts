import Anthropic from '@anthropic-ai/sdk';
import type { TokenUsage } from '@fixpoint/contracts/agent-activities.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { toModelError } from './model-errors.ts';
import { type Content, ContentSchema } from './schemas.ts';
import { type StreamLimits, StreamWatch } from './stream-watch.ts';

export type ModelRequest = Omit<Anthropic.MessageCreateParamsNonStreaming, 'stream'>;

export interface ModelAnswer {
  readonly model: string;
  readonly content: Content;
  readonly stopReason: string;
  /** Why the provider declined, when it did. */
  readonly refusal: string | null;
  readonly usage: TokenUsage;
}

/** Whoever answers: the provider, or a replay of it. */
export interface ModelClient {
  /** @throws FixpointError MODEL_*; the signal's own reason when it is cancelled */
  complete(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>;
}

export interface AnthropicClientOptions extends Partial<StreamLimits> {
  readonly apiKey: string;
  readonly baseUrl: string;
}

const DEFAULT_LIMITS: StreamLimits = { idleTimeoutMs: 120_000, totalTimeoutMs: 14 * 60_000 };

const AnswerSchema = z.object({
  model: z.string(),
  content: ContentSchema,
  stop_reason: z.string(),
  stop_details: z.looseObject({ explanation: z.string().nullish() }).nullish(),
  usage: z.object({
    input_tokens: z.number(),
    output_tokens: z.number(),
    cache_read_input_tokens: z.number().nullish(),
    cache_creation_input_tokens: z.number().nullish(),
  }),
});

/** The Messages API through the provider's SDK, streamed. Only Temporal retries. */
export function createAnthropicClient(options: AnthropicClientOptions): ModelClient {
  const limits = { ...DEFAULT_LIMITS, ...options };
  const sdk = new Anthropic({
    apiKey: options.apiKey,
    // Never what the process happens to have in its environment.
    authToken: null,
    baseURL: options.baseUrl,
    maxRetries: 0,
    timeout: limits.totalTimeoutMs,
  });

  async function complete(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
    signal.throwIfAborted();
    const watch = new StreamWatch(limits, signal);
    try {
      const stream = sdk
        .withOptions({ fetch: watch.fetch })
        .messages.stream(request, { signal: watch.signal });
      return toAnswer(await stream.finalMessage());
    } catch (error) {
      watch.throwIfEnded();
      throw toModelError(error);
    } finally {
      watch.close();
    }
  }

  return { complete };
}

function toAnswer(message: Anthropic.Message): ModelAnswer {
  // Through JSON, so that what is kept in memory is what is read back after a restart.
  const parsed = AnswerSchema.safeParse(JSON.parse(JSON.stringify(message)));
  if (!parsed.success) throw new FixpointError('MODEL_ANSWER_INVALID', z.prettifyError(parsed.error));
  const { model, content, stop_reason, stop_details, usage } = parsed.data;
  return {
    model,
    content,
    stopReason: stop_reason,
    refusal: stop_details?.explanation ?? null,
    usage: {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadTokens: usage.cache_read_input_tokens ?? 0,
      cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    },
  };
}
