import type Anthropic from '@anthropic-ai/sdk';
import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import type { RecordedResponse } from './schemas.ts';

/** An attempt's conversation up to and with a recorded response. */
export interface Conversation {
  readonly turns: number;
  readonly messages: readonly Anthropic.MessageParam[];
  readonly requestHash: string;
  readonly last: RecordedResponse;
  readonly lastRef: BlobRef;
}

export interface Exchange {
  readonly added: readonly Anthropic.MessageParam[];
  readonly requestHash: string;
  readonly response: RecordedResponse;
  readonly responseRef: BlobRef;
}

/** The conversation after one more exchange; `before` is null at the start of an attempt. */
export function withExchange(before: Conversation | null, exchange: Exchange): Conversation {
  return {
    turns: (before?.turns ?? 0) + 1,
    messages: [...(before?.messages ?? []), ...exchange.added, assistantMessage(exchange.response)],
    requestHash: exchange.requestHash,
    last: exchange.response,
    lastRef: exchange.responseRef,
  };
}

/** The provider takes neither an empty answer nor an empty text back. */
function assistantMessage(response: RecordedResponse): Anthropic.MessageParam {
  const content = response.content.filter((block) => block.type !== 'text' || block.text !== '');
  const whole = content.length > 0 ? content : [{ type: 'text', text: '(no answer)' }];
  return { role: 'assistant', content: whole as unknown as Anthropic.ContentBlockParam[] };
}
