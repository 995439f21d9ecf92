import type { LedgerChain } from '@fixpoint/contracts/ledger.ts';
import type { RecordStore } from '@fixpoint/store/ports.ts';
import { z } from 'zod';

/** Who owns an input: a chain, at one point of its life. The key of the record is the input's. */
export interface InputOwner extends LedgerChain {
  readonly ordinal: number;
}

export const InputOwnerSchema: z.ZodType<InputOwner> = z.object({
  workflowId: z.string(),
  firstExecutionRunId: z.string(),
  ordinal: z.number().int(),
});

export type InputOwners = RecordStore<InputOwner>;

/**
 * Whether this owner may act on an input: the first that asked may, for ever, and everybody else may not.
 *
 * @throws FixpointError STORE_UNAVAILABLE
 */
export async function acceptInput(
  inputs: InputOwners,
  key: string,
  owner: InputOwner,
): Promise<{ accepted: boolean }> {
  const { value: first } = await inputs.insert(key, owner);
  const accepted =
    first.workflowId === owner.workflowId &&
    first.firstExecutionRunId === owner.firstExecutionRunId &&
    first.ordinal === owner.ordinal;
  return { accepted };
}
