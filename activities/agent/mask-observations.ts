import type Anthropic from '@anthropic-ai/sdk';

const CHARACTERS_PER_TOKEN = 4;
/** The newest messages are always shown whole. */
const KEPT_MESSAGES = 6;

/**
 * Leaves out the oldest tool results of a conversation that is estimated to be longer than `maxTokens`. It goes down to half of
 * that at once and then stays so for many turns, because every change of old messages costs the provider's cache.
 * What is left out depends on the messages alone: a rebuilt conversation is masked like the one in memory.
 */
export function maskObservations(
  messages: readonly Anthropic.MessageParam[],
  maxTokens: number,
): readonly Anthropic.MessageParam[] {
  const masked = countMasked(messages, maxTokens);
  return messages.map((message, index) => (index < masked ? maskMessage(message) : message));
}

/** How many messages from the start are masked, found by replaying how the conversation grew. */
function countMasked(messages: readonly Anthropic.MessageParam[], maxTokens: number): number {
  let masked = 0;
  let tokens = 0;
  for (const [index, message] of messages.entries()) {
    tokens += estimateTokens(message);
    if (tokens <= maxTokens) continue;
    for (; tokens > maxTokens / 2 && masked <= index - KEPT_MESSAGES; masked += 1) {
      tokens -= savedTokens(messages[masked]);
    }
  }
  return masked;
}

function savedTokens(message: Anthropic.MessageParam | undefined): number {
  return message === undefined ? 0 : estimateTokens(message) - estimateTokens(maskMessage(message));
}

/** A rough estimate that never needs the provider. */
export function estimateTokens(message: Anthropic.MessageParam): number {
  return Math.ceil(JSON.stringify(message.content).length / CHARACTERS_PER_TOKEN);
}

function maskMessage(message: Anthropic.MessageParam): Anthropic.MessageParam {
  if (message.role !== 'user' || typeof message.content === 'string') return message;
  return { ...message, content: message.content.map(maskBlock) };
}

function maskBlock(block: Anthropic.ContentBlockParam): Anthropic.ContentBlockParam {
  if (block.type !== 'tool_result') return block;
  const characters = JSON.stringify(block.content ?? '').length;
  const text = `[${characters} characters of output left out to save room; run it again if you need it]`;
  const masked = { ...block, content: [{ type: 'text' as const, text }] };
  return JSON.stringify(masked.content).length < characters ? masked : block;
}
