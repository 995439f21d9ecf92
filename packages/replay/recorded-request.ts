import type { RecordedRequest } from './cassette.ts';
import { maskText } from './masks.ts';
import type { MessagesRequest } from './messages-request.ts';

/** What of a request is recorded and compared: what this turn added, masked. */
export function toRecordedRequest(request: MessagesRequest): RecordedRequest {
  const lastAnswer = request.messages.findLastIndex(({ role }) => role === 'assistant');
  const { model, max_tokens, system, tools } = request;
  const setup = lastAnswer === -1 ? { model, max_tokens, system, tools } : null;
  return comparable({ setup, messages: request.messages.slice(lastAnswer + 1) });
}

/** Masks every string, and drops the moving marks of the prompt cache. */
export function comparable<T>(value: T): T {
  return walk(value) as T;
}

function walk(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value).replaceAll(/ author="[^"]*"/g, ' author="<author>"');
  if (Array.isArray(value)) return value.map(walk);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'cache_control');
  return Object.fromEntries(entries.map(([key, item]) => [key, isId(key) ? item : walk(item)]));
}

/** The ids by which results are tied to calls are compared as they are. */
function isId(key: string): boolean {
  return key === 'id' || key === 'tool_use_id';
}
