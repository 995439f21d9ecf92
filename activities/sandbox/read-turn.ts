import type { AssistantTurn } from '@fixpoint/contracts/agent-activities.ts';
import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { readJson } from '@fixpoint/store/json-blobs.ts';
import type { BlobStore } from '@fixpoint/store/ports.ts';
import { z } from 'zod';

const StoredTurn = z.object({
  text: z.string(),
  calls: z.array(z.object({ toolUseId: z.string(), name: z.string(), input: z.unknown() })),
  stopReason: z.string(),
});

/** @throws FixpointError INVALID_INPUT, and those of the store */
export async function readTurn(blobs: BlobStore, ref: BlobRef): Promise<AssistantTurn> {
  const { text, calls, stopReason } = await readJson(blobs, ref, StoredTurn);
  return { text, stopReason, calls: calls.map(({ toolUseId, name, input }) => ({ toolUseId, name, input })) };
}
