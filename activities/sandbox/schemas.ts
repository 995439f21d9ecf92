import type { ActResult, Snapshot } from '@fixpoint/contracts/sandbox-activities.ts';
import { type Intent, TOOL_NAMES, type ToolName } from '@fixpoint/contracts/tools.ts';
import { BlobRefSchema } from '@fixpoint/store/blob-ref-schema.ts';
import { z } from 'zod';

const SnapshotSchema = z.object({ sha: z.string(), bundle: BlobRefSchema }) satisfies z.ZodType<Snapshot>;

const IntentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('declare-test'),
    toolUseId: z.string(),
    test: z.object({ command: z.string(), testId: z.string(), files: z.array(z.string()) }),
  }),
  z.object({ kind: z.literal('submit'), toolUseId: z.string(), title: z.string(), summary: z.string() }),
  z.object({ kind: z.literal('ask'), toolUseId: z.string(), question: z.string() }),
  z.object({ kind: z.literal('give-up'), toolUseId: z.string(), reason: z.string() }),
]) satisfies z.ZodType<Intent>;

const ToolNameSchema = z.enum(Object.values(TOOL_NAMES) as [ToolName, ...ToolName[]]);

/** What stands under a turn in the store of turns. */
export const ActResultSchema = z.object({
  results: BlobRefSchema,
  snapshot: SnapshotSchema.nullable(),
  shellRestarted: z.boolean(),
  calls: z.array(
    z.object({
      toolUseId: z.string(),
      tool: z.union([ToolNameSchema, z.literal('unknown')]),
      isError: z.boolean(),
      summary: z.string(),
      durationMs: z.number(),
    }),
  ),
  intents: z.array(IntentSchema),
}) satisfies z.ZodType<ActResult>;
