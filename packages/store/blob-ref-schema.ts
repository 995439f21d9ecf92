import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { z } from 'zod';

/** A blob's address as it stands in a record. */
export const BlobRefSchema = z.object({
  sha256: z.string(),
  sizeBytes: z.number(),
}) satisfies z.ZodType<BlobRef>;
