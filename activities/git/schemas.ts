import type { PreparedBase } from '@fixpoint/contracts/git-activities.ts';
import { BlobRefSchema } from '@fixpoint/store/blob-ref-schema.ts';
import { z } from 'zod';
import type { BranchRecord, PushRecord } from './ports.ts';

export const PreparedBaseSchema = z.object({
  defaultBranch: z.string(),
  baseSha: z.string(),
  bundle: BlobRefSchema,
  facts: z.object({
    source: z.enum(['scripts', 'npm', 'python', 'none']),
    buildCommand: z.string().nullable(),
    testCommand: z.string().nullable(),
  }),
  rules: BlobRefSchema.nullable(),
}) satisfies z.ZodType<PreparedBase>;

export const PushRecordSchema = z.object({ issueKey: z.string() }) satisfies z.ZodType<PushRecord>;

export const BranchRecordSchema = z.object({ branch: z.string() }) satisfies z.ZodType<BranchRecord>;
