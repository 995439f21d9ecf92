import type Anthropic from '@anthropic-ai/sdk';
import { maskObservations } from './mask-observations.ts';
import type { ModelRequest } from './model-client.ts';
import type { ModelParameters } from './ports.ts';
import { SYSTEM_PROMPT } from './system-prompt.ts';
import { TOOL_DEFINITIONS } from './tool-definitions.ts';

/** The last message, whose prefix the next turn reads, and the one before, which this turn reads. */
const CACHED_MESSAGES = 2;
const CACHE_CONTROL = { type: 'ephemeral' } as const;

/** The request for a conversation; the same conversation gives the same bytes. */
export function buildModelRequest(
  parameters: ModelParameters,
  runId: string,
  conversation: readonly Anthropic.MessageParam[],
): ModelRequest {
  return {
    model: parameters.model,
    max_tokens: parameters.maxTokens,
    metadata: { user_id: runId },
    system: [{ type: 'text', text: SYSTEM_PROMPT, cache_control: CACHE_CONTROL }],
    tools: [...TOOL_DEFINITIONS],
    messages: withCacheMarks(maskObservations(conversation, parameters.maxConversationTokens)),
  };
}

function withCacheMarks(messages: readonly Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  const fromUser = messages.flatMap((message, index) => (message.role === 'user' ? [index] : []));
  const marked = new Set(fromUser.slice(-CACHED_MESSAGES));
  return messages.map((message, index) => (marked.has(index) ? withCacheMark(message) : message));
}

function withCacheMark(message: Anthropic.MessageParam): Anthropic.MessageParam {
  if (message.role !== 'user' || typeof message.content === 'string') return message;
  const last = message.content.at(-1);
  if (last?.type !== 'text' && last?.type !== 'tool_result') return message;
  return {
    ...message,
    content: [...message.content.slice(0, -1), { ...last, cache_control: CACHE_CONTROL }],
  };
}
