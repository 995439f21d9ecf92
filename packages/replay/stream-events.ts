import type { ServedMessage } from './served-message.ts';

export interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

type Block = ServedMessage['content'][number];

const CHARACTERS_PER_DELTA = 48;

/** The events by which the API streams a message, in its order. */
export function streamEvents(message: ServedMessage): StreamEvent[] {
  const { output_tokens: outputTokens, ...inputUsage } = message.usage;
  return [
    {
      type: 'message_start',
      message: { ...message, content: [], stop_reason: null, usage: { ...inputUsage, output_tokens: 1 } },
    },
    { type: 'ping' },
    ...message.content.flatMap(blockEvents),
    {
      type: 'message_delta',
      delta: { stop_reason: message.stop_reason, stop_sequence: null, stop_details: message.stop_details },
      usage: { ...inputUsage, output_tokens: outputTokens },
    },
    { type: 'message_stop' },
  ];
}

export function encodeEvent(event: StreamEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function blockEvents(block: Block, index: number): StreamEvent[] {
  const { start, deltas } = splitBlock(block);
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function splitBlock(block: Block): { readonly start: unknown; readonly deltas: readonly unknown[] } {
  switch (block.type) {
    case 'text':
      return {
        start: { ...block, text: '' },
        deltas: pieces(block.text).map((text) => ({ type: 'text_delta', text })),
      };
    case 'thinking':
      return {
        start: { ...block, thinking: '', signature: '' },
        deltas: [
          ...pieces(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking })),
          { type: 'signature_delta', signature: block.signature },
        ],
      };
    case 'tool_use':
      return {
        start: { ...block, input: {} },
        deltas: ['', ...pieces(JSON.stringify(block.input))].map((json) => ({
          type: 'input_json_delta',
          partial_json: json,
        })),
      };
    default:
      return { start: block, deltas: [] };
  }
}

function pieces(text: unknown): string[] {
  return typeof text === 'string'
    ? (text.match(new RegExp(`[^]{1,${CHARACTERS_PER_DELTA}}`, 'gu')) ?? [])
    : [];
}
