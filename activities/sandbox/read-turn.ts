import type { AssistantTurn } from '@fixpoint/contracts/agent-activities.ts';
import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { BlobStore } from '@fixpoint/store/ports.ts';
import { z } from 'zod';

const StoredTurn = z.object({
  text: z.string(),
  calls: z.array(z.object({ toolUseId: z.string(), name: z.string(), input: z.unknown() })),
  stopReason: z.string(),
});

/** @throws FixpointError INVALID_INPUT, and those of the store */
export async function readTurn(blobs: BlobStore, ref: BlobRef): Promise<AssistantTurn> {
  const bytes = await blobs.get(ref);
  const parsed = StoredTurn.safeParse(parseJson(bytes));
  if (!parsed.success) throw new FixpointError('INVALID_INPUT', `response: ${z.prettifyError(parsed.error)}`);
  const { text, calls, stopReason } = parsed.data;
  return { text, stopReason, calls: calls.map(({ toolUseId, name, input }) => ({ toolUseId, name, input })) };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new FixpointError('INVALID_INPUT', 'response: not JSON', { cause });
  }
}
