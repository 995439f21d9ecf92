import type Anthropic from '@anthropic-ai/sdk';
import type { ThinkRequest } from '@fixpoint/contracts/agent-activities.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { turnId } from '@fixpoint/contracts/ids.ts';
import { readJson } from '@fixpoint/store/json-blobs.ts';
import type { BlobStore } from '@fixpoint/store/ports.ts';
import type { Conversation } from './conversation.ts';
import { composeFirstMessage } from './first-message.ts';
import { composeNextMessage } from './next-message.ts';
import { IssueTextSchema, RulesSchema, ToolResultsSchema } from './schemas.ts';

/**
 * What a turn adds to its conversation.
 *
 * @throws FixpointError INVALID_INPUT when a later turn comes without the results of the one before
 */
export async function readAddedMessages(
  blobs: BlobStore,
  request: ThinkRequest,
  before: Conversation | null,
): Promise<readonly Anthropic.MessageParam[]> {
  if (before === null) return [await firstMessage(blobs, request)];
  if (request.previous === null) {
    throw new FixpointError('INVALID_INPUT', `Turn ${turnId(request)} needs the results of the turn before.`);
  }
  const results = await readJson(blobs, request.previous.results, ToolResultsSchema);
  return [composeNextMessage(before.last, results, request.previous.verdicts)];
}

async function firstMessage(
  blobs: BlobStore,
  { brief, attempt }: ThinkRequest,
): Promise<Anthropic.MessageParam> {
  const [issue, rules] = await Promise.all([
    readJson(blobs, brief.issue, IssueTextSchema),
    brief.rules === null ? [] : readJson(blobs, brief.rules, RulesSchema),
  ]);
  const text = composeFirstMessage({ brief, attempt, issue, rules });
  return { role: 'user', content: [{ type: 'text', text }] };
}
