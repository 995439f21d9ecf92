import type { LedgerChain } from '@fixpoint/contracts/ledger.ts';
import type { RecordStore } from '@fixpoint/store/ports.ts';
import { z } from 'zod';

/** The shape of the records that say who owns an input; its key is the input's. */
export const InputOwnerSchema: z.ZodType<LedgerChain> = z.object({
  workflowId: z.string(),
  firstExecutionRunId: z.string(),
});

export type InputOwners = RecordStore<LedgerChain>;

/**
 * Whether this owner may act on an input: the first that asked may, for ever, and everybody else may not.
 *
 * @throws FixpointError STORE_UNAVAILABLE
 */
export async function acceptInput(
  inputs: InputOwners,
  key: string,
  owner: LedgerChain,
): Promise<{ accepted: boolean }> {
  const { value: first } = await inputs.insert(key, owner);
  const accepted =
    first.workflowId === owner.workflowId && first.firstExecutionRunId === owner.firstExecutionRunId;
  return { accepted };
}
