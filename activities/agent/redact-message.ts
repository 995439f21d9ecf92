import type Anthropic from '@anthropic-ai/sdk';

/** Replaces secrets in the texts of a message before anybody sees, stores or hashes it; ids stay. */
export function redactMessage(
  message: Anthropic.MessageParam,
  redact: (text: string) => string,
): Anthropic.MessageParam {
  if (typeof message.content === 'string')
    return { ...message, content: redact(message.content) } as Anthropic.MessageParam;
  return {
    ...message,
    content: message.content.map((block) => redactBlock(block, redact)),
  } as Anthropic.MessageParam;
}

function redactBlock(
  block: Anthropic.ContentBlockParam,
  redact: (text: string) => string,
): Anthropic.ContentBlockParam {
  if (block.type === 'text') return { ...block, text: redact(block.text) };
  if (block.type !== 'tool_result' || !Array.isArray(block.content)) return block;
  const content = block.content.map((part) =>
    part.type === 'text' ? { ...part, text: redact(part.text) } : part,
  );
  return { ...block, content };
}
