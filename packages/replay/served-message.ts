import { createHash } from 'node:crypto';
import type { Cassette, RecordedExchange } from './cassette.ts';

/** A message as the API gives it back whole. */
export interface ServedMessage {
  readonly id: string;
  readonly type: 'message';
  readonly role: 'assistant';
  readonly model: string;
  readonly content: readonly { readonly type: string; readonly [field: string]: unknown }[];
  readonly stop_reason: string | null;
  readonly stop_sequence: null;
  readonly stop_details: unknown;
  readonly usage: RecordedExchange['response']['usage'];
}

/** The same exchange always gives the same message. */
export function toServedMessage(
  cassette: Cassette,
  { attempt, turn, response }: RecordedExchange,
): ServedMessage {
  const digest = createHash('sha256').update(`${cassette.name}/${attempt}/${turn}`).digest('hex');
  return {
    id: `msg_${digest.slice(0, 24)}`,
    type: 'message',
    role: 'assistant',
    model: response.model,
    content: response.content,
    stop_reason: response.stop_reason,
    stop_sequence: null,
    stop_details: response.stop_details ?? null,
    usage: response.usage,
  };
}
