import type Anthropic from '@anthropic-ai/sdk';
import type { AssistantTurn, ThinkResult, ToolResult } from '@fixpoint/contracts/agent-activities.ts';
import type { IssueText } from '@fixpoint/contracts/forge-activities.ts';
import type { RulesFile } from '@fixpoint/contracts/git-activities.ts';
import { TOOL_NAMES, type ToolName } from '@fixpoint/contracts/tools.ts';
import { BlobRefSchema } from '@fixpoint/store/blob-ref-schema.ts';
import { z } from 'zod';

export const IssueTextSchema = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string(),
  author: z.string(),
  comments: z.array(z.object({ author: z.string(), at: z.string(), body: z.string() })),
}) satisfies z.ZodType<IssueText>;

export const RulesSchema = z.array(z.object({ path: z.string(), text: z.string() })) satisfies z.ZodType<
  RulesFile[]
>;

export const ToolResultsSchema = z.array(
  z.object({ toolUseId: z.string(), content: z.string(), isError: z.boolean() }),
) satisfies z.ZodType<ToolResult[]>;

/** Content blocks are given back to the provider unchanged, so that signatures of its thinking stay valid. */
export const ContentSchema = z.array(z.looseObject({ type: z.string() }));
export type Content = z.infer<typeof ContentSchema>;

/** What is stored of a response: what `act` reads of it, and all that the conversation is rebuilt from. */
export interface RecordedResponse extends AssistantTurn {
  readonly content: Content;
}

export const RecordedResponseSchema: z.ZodType<RecordedResponse> = z.object({
  text: z.string(),
  calls: z.array(z.object({ toolUseId: z.string(), name: z.string(), input: z.unknown() })),
  stopReason: z.string(),
  content: ContentSchema,
});

/** We wrote it ourselves: only its outline is checked. */
export const PromptSchema = z.array(
  z.custom<Anthropic.MessageParam>((value) => z.object({ role: z.string() }).safeParse(value).success),
);

const ToolNameSchema = z.enum(Object.values(TOOL_NAMES) as [ToolName, ...ToolName[]]);

/** What stands under a turn in the store of exchanges. */
export const ThinkResultSchema = z.object({
  model: z.string(),
  prompt: BlobRefSchema,
  requestHash: z.string(),
  response: BlobRefSchema,
  calls: z.array(z.object({ toolUseId: z.string(), tool: z.union([ToolNameSchema, z.literal('unknown')]) })),
  excerpt: z.string(),
  usage: z.object({
    inputTokens: z.number(),
    outputTokens: z.number(),
    cacheReadTokens: z.number(),
    cacheWriteTokens: z.number(),
  }),
  costUsd: z.number(),
  modelDurationMs: z.number(),
}) satisfies z.ZodType<ThinkResult>;
