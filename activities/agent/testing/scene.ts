import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Brief,
  ThinkRequest,
  ThinkResult,
  ToolResult,
  TurnResults,
} from '@fixpoint/contracts/agent-activities.ts';
import type { IssueText } from '@fixpoint/contracts/forge-activities.ts';
import { CASSETTE_FORMAT, Cassette } from '@fixpoint/replay/cassette.ts';
import { createReplayServer } from '@fixpoint/replay/replay-server.ts';
import type { RequestCount } from '@fixpoint/replay/request-counts.ts';
import { writeJson } from '@fixpoint/store/json-blobs.ts';
import type { BlobStore, RecordStore } from '@fixpoint/store/ports.ts';
import { createMemoryBlobs, createMemoryRecords } from '@fixpoint/store/testing/memory-store.ts';
import { ConversationCache } from '../conversation-cache.ts';
import { createAnthropicClient, type ModelClient, type ModelRequest } from '../model-client.ts';
import { createPriceLookup } from '../prices.ts';
import type { ThinkPorts } from '../think.ts';

export interface PlayedAnswer {
  readonly content: readonly { readonly type: string; readonly [field: string]: unknown }[];
  readonly stopReason?: string;
}

export const ISSUE: IssueText = {
  number: 7,
  title: 'It breaks',
  body: 'When I do this, it breaks.',
  author: 'ada',
  comments: [{ author: 'ada', at: '2026-01-02T03:04:05Z', body: '/ai' }],
};

const IDLE_TIMEOUT_MS = 60_000;

/** Stores, a replaying model and agent fleets around them; what it starts ends with `close`. */
export class Scene {
  readonly blobs: BlobStore = createMemoryBlobs();
  readonly exchanges: RecordStore<ThinkResult> = createMemoryRecords<ThinkResult>();
  /** Every request that was sent, as bytes. */
  readonly sent: string[] = [];
  readonly #server: ReturnType<typeof createReplayServer>;
  readonly #folder: string;
  readonly #baseUrl: string;

  private constructor(server: ReturnType<typeof createReplayServer>, folder: string, baseUrl: string) {
    this.#server = server;
    this.#folder = folder;
    this.#baseUrl = baseUrl;
  }

  /** The answers are those of one attempt, turn by turn. */
  static async open(answers: readonly PlayedAnswer[]): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'fixpoint-agent-'));
    const server = createReplayServer({ cassettes: [cassetteOf(answers)], recordTo: folder });
    return new Scene(server, folder, await server.listen({ host: '127.0.0.1', port: 0 }));
  }

  async close(): Promise<void> {
    await this.#server.close();
    await rm(this.#folder, { recursive: true });
  }

  client(idleTimeoutMs = IDLE_TIMEOUT_MS): ModelClient {
    const client = createAnthropicClient({ apiKey: 'test', baseUrl: this.#baseUrl, idleTimeoutMs });
    return {
      complete: (request, signal) => {
        this.sent.push(JSON.stringify(request));
        return client.complete(request, signal);
      },
    };
  }

  /** A fleet that has just started: its memory is empty. */
  fleet(changes: Partial<ThinkPorts> = {}): ThinkPorts {
    return {
      model: this.client(),
      parameters: { model: 'claude-opus-5-5', maxTokens: 4_096, maxConversationTokens: 100_000 },
      blobs: this.blobs,
      exchanges: this.exchanges,
      priceOf: createPriceLookup(null),
      redact: (text) => text,
      conversations: new ConversationCache(4),
      ...changes,
    };
  }

  async request(
    turn: number,
    previous: TurnResults | null,
    changes: Partial<Brief> = {},
  ): Promise<ThinkRequest> {
    const brief: Brief = {
      issue: await writeJson(this.blobs, ISSUE),
      rules: null,
      facts: { source: 'scripts', buildCommand: './scripts/build.sh', testCommand: './scripts/test.sh' },
      maxAttempts: 3,
      maxTurns: 60,
      lesson: null,
      carriedTest: null,
      ...changes,
    };
    return { runId: 'run-1', attempt: 1, turn, brief, previous };
  }

  async results(
    results: readonly ToolResult[],
    verdicts: TurnResults['verdicts'] = [],
  ): Promise<TurnResults> {
    return { results: await writeJson(this.blobs, results), verdicts };
  }

  async fault(payload: object): Promise<void> {
    const answer = await this.#server.inject({ method: 'POST', url: '/faults', payload });
    if (answer.statusCode !== 204) throw new Error(answer.body);
  }

  async counts(): Promise<readonly RequestCount[]> {
    return (await this.#server.inject('/counts')).json().counts;
  }
}

/** For what nobody cancels. */
export function neverAborted(): AbortSignal {
  return new AbortController().signal;
}

export function bashCall(id: string, command = 'ls'): PlayedAnswer {
  return {
    content: [
      { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
      { type: 'text', text: `I run ${command}.` },
      { type: 'tool_use', id, name: 'bash', input: { command } },
    ],
  };
}

/** A request that the scene's model answers. */
export function plainRequest(): ModelRequest {
  const text = `Attempt 1 of 3.\n<issue_title>${ISSUE.title}</issue_title>`;
  return { model: 'claude-opus-5-5', max_tokens: 100, messages: [{ role: 'user', content: text }] };
}

function cassetteOf(answers: readonly PlayedAnswer[]): Cassette {
  const usage = {
    input_tokens: 100,
    output_tokens: 20,
    cache_read_input_tokens: 1_000,
    cache_creation_input_tokens: 50,
  };
  return Cassette.parse({
    format: CASSETTE_FORMAT,
    name: 'scene',
    issueTitle: ISSUE.title,
    exchanges: answers.map(({ content, stopReason }, index) => ({
      attempt: 1,
      turn: index + 1,
      request: null,
      response: { model: 'claude-opus-5-5', stop_reason: stopReason ?? 'tool_use', content, usage },
    })),
  });
}
