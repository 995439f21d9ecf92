import type { ThinkRequest, ThinkResult } from '@fixpoint/contracts/agent-activities.ts';
import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { turnId } from '@fixpoint/contracts/ids.ts';
import { TOOL_NAMES, type ToolName } from '@fixpoint/contracts/tools.ts';
import { writeJson } from '@fixpoint/store/json-blobs.ts';
import { readAddedMessages } from './added-messages.ts';
import { withExchange } from './conversation.ts';
import type { ConversationCache } from './conversation-cache.ts';
import type { ModelAnswer } from './model-client.ts';
import { buildModelRequest } from './model-request.ts';
import type { AgentPorts } from './ports.ts';
import { costUsd, promptTokens } from './prices.ts';
import { rebuildConversation } from './rebuild-conversation.ts';
import { toRecordedResponse } from './recorded-response.ts';
import { redactMessage } from './redact-message.ts';
import { firstRequestHash, nextRequestHash } from './request-hash.ts';
import type { RecordedResponse } from './schemas.ts';

const EXCERPT_CHARACTERS = 200;

export interface ThinkPorts extends AgentPorts {
  readonly conversations: ConversationCache;
}

/**
 * One model response. What is recorded under the turn is returned and not bought again; a new one is recorded before it
 * is returned, and when somebody else was first, theirs is returned.
 *
 * @throws FixpointError MODEL_*, STORE_UNAVAILABLE, BLOB_MISSING, BLOB_CORRUPT, INVALID_INPUT
 */
export async function think(
  ports: ThinkPorts,
  request: ThinkRequest,
  signal: AbortSignal,
): Promise<ThinkResult> {
  const recorded = await ports.exchanges.find(turnId(request));
  if (recorded !== null) return recorded;

  const before = ports.conversations.before(request) ?? (await rebuildConversation(ports, request));
  const composed = await readAddedMessages(ports.blobs, request, before);
  const added = composed.map((message) => redactMessage(message, ports.redact));
  const requestHash =
    before === null
      ? firstRequestHash(ports.parameters, added)
      : nextRequestHash(before.requestHash, before.lastRef.sha256, added);

  const messages = [...(before?.messages ?? []), ...added];
  const askedAt = performance.now();
  const answer = await ports.model.complete(
    buildModelRequest(ports.parameters, request.runId, messages),
    signal,
  );
  const modelDurationMs = Math.round(performance.now() - askedAt);

  const response = toRecordedResponse(answer);
  const [prompt, responseRef] = await Promise.all([
    writeJson(ports.blobs, added),
    writeJson(ports.blobs, response),
  ]);
  const result = toResult(ports, { answer, modelDurationMs, response, responseRef, prompt, requestHash });
  const standing = await ports.exchanges.insert(turnId(request), result);
  if (standing.inserted) {
    ports.conversations.keep(request, withExchange(before, { added, requestHash, response, responseRef }));
  }
  return standing.value;
}

interface Recorded {
  readonly answer: ModelAnswer;
  readonly modelDurationMs: number;
  readonly response: RecordedResponse;
  readonly responseRef: BlobRef;
  readonly prompt: BlobRef;
  readonly requestHash: string;
}

function toResult(
  ports: AgentPorts,
  { answer, modelDurationMs, response, responseRef, prompt, requestHash }: Recorded,
): ThinkResult {
  return {
    model: answer.model,
    prompt,
    requestHash,
    response: responseRef,
    calls: response.calls.map(({ toolUseId, name }) => ({
      toolUseId,
      tool: isToolName(name) ? name : 'unknown',
    })),
    excerpt: ports.redact(response.text).slice(0, EXCERPT_CHARACTERS),
    usage: answer.usage,
    costUsd: costUsd(answer.usage, ports.priceOf(answer.model, promptTokens(answer.usage))),
    modelDurationMs,
  };
}

function isToolName(name: string): name is ToolName {
  return Object.values<string>(TOOL_NAMES).includes(name);
}
