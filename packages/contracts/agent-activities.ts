import type { BlobRef } from './blobs.ts';
import type { TurnKey } from './ids.ts';
import type { DeclaredTest, ProjectFacts } from './project.ts';
import type { ToolName } from './tools.ts';

/** What the first prompt of an attempt is composed from. */
export interface Brief {
  /** JSON `IssueText`. */
  readonly issue: BlobRef;
  /** JSON `RulesFile[]`. */
  readonly rules: BlobRef | null;
  readonly facts: ProjectFacts;
  readonly maxAttempts: number;
  readonly maxTurns: number;
  /** What the attempt before ended with, at most 4,000 characters; null in the first. */
  readonly lesson: string | null;
  /** The test of the attempt before, when its red run was sound; its files are in the work folder. */
  readonly carriedTest: DeclaredTest | null;
}

/** The results of the turn before. */
export interface TurnResults {
  /** JSON `ToolResult[]`, written by `act`. */
  readonly results: BlobRef;
  /** What the orchestrator has to say to a call, in place of what `act` wrote. At most 4,000 characters each. */
  readonly verdicts: readonly {
    readonly toolUseId: string;
    readonly text: string;
    readonly isError: boolean;
  }[];
}

export interface ToolResult {
  readonly toolUseId: string;
  readonly content: string;
  readonly isError: boolean;
}

export const NO_USAGE: TokenUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

export function addUsage(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
  };
}

export interface ThinkRequest extends TurnKey {
  readonly brief: Brief;
  /** Null in the first turn of an attempt. */
  readonly previous: TurnResults | null;
}

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

export interface ThinkResult {
  readonly model: string;
  /** JSON of the messages that this turn added to the conversation. */
  readonly prompt: BlobRef;
  /** SHA-256 over the hash of the turn before and this turn's prompt: it names the whole conversation. */
  readonly requestHash: string;
  /** JSON `AssistantTurn`. */
  readonly response: BlobRef;
  readonly calls: readonly { readonly toolUseId: string; readonly tool: ToolName | 'unknown' }[];
  /** The first 200 characters of what the model said, for the Temporal UI. */
  readonly excerpt: string;
  readonly usage: TokenUsage;
  readonly costUsd: number;
  /** How long the model took, when the answer was bought. */
  readonly modelDurationMs: number;
}

/** The model's answer as `act` reads it: its tool calls in order, inputs not yet validated. */
export interface AssistantTurn {
  readonly text: string;
  readonly calls: readonly { readonly toolUseId: string; readonly name: string; readonly input: unknown }[];
  readonly stopReason: string;
}

/** Calls the model; sees no forge token, no Docker and no repository. */
export interface AgentActivities {
  /** One model response, recorded under its turn before it returns; asked again, it returns what was recorded. */
  think(request: ThinkRequest): Promise<ThinkResult>;
}
