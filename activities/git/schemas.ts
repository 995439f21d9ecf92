import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import type { PreparedBase } from '@fixpoint/contracts/git-activities.ts';
import { z } from 'zod';
import type { BranchRecord, PushRecord } from './ports.ts';

const BlobRefSchema = z.object({ sha256: z.string(), sizeBytes: z.number() }) satisfies z.ZodType<BlobRef>;

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
