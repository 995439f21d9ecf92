import { createHash } from 'node:crypto';
import type Anthropic from '@anthropic-ai/sdk';
import canonicalize from 'canonicalize';
import type { ModelParameters } from './ports.ts';
import { SYSTEM_PROMPT } from './system-prompt.ts';
import { TOOL_DEFINITIONS } from './tool-definitions.ts';

/** The hash of the first request of an attempt: all that decides the answer. */
export function firstRequestHash(
  parameters: ModelParameters,
  added: readonly Anthropic.MessageParam[],
): string {
  return hashOf({ parameters, system: SYSTEM_PROMPT, tools: TOOL_DEFINITIONS, added });
}

/** Names the whole conversation: what stood before, what the model answered, and what was added. */
export function nextRequestHash(
  previousHash: string,
  previousResponseSha256: string,
  added: readonly Anthropic.MessageParam[],
): string {
  return hashOf({ previousHash, previousResponseSha256, added });
}

function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}
