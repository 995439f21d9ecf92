import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { LedgerEntry } from '@fixpoint/contracts/ledger.ts';
import { z } from 'zod';
import { LedgerEntrySchema } from './ledger-entry.ts';

/** An entry in the store. The body is JSON text: BSON would change number types and refuse some field names. */
export interface LedgerDocument {
  readonly _id: string;
  readonly workflowId: string;
  readonly firstExecutionRunId: string;
  readonly sequence: number;
  readonly kind: string;
  readonly at: string;
  readonly body: string;
  readonly previousHash: string;
  readonly hash: string;
}

export function toDocument(entry: LedgerEntry): LedgerDocument {
  const { id, chain, body, ...rest } = entry;
  return {
    _id: id,
    workflowId: chain.workflowId,
    firstExecutionRunId: chain.firstExecutionRunId,
    ...rest,
    body: JSON.stringify(body),
  };
}

/** @throws FixpointError LEDGER_CORRUPT when the document is not the form of an entry */
export function toEntry(document: LedgerDocument): LedgerEntry {
  const { _id, workflowId, firstExecutionRunId, body, ...rest } = document;
  const parsed = LedgerEntrySchema.safeParse({
    id: _id,
    chain: { workflowId, firstExecutionRunId },
    ...rest,
    body: parseBody(_id, body),
  });
  if (parsed.success) return parsed.data;
  throw new FixpointError('LEDGER_CORRUPT', `Entry ${_id}: ${z.prettifyError(parsed.error)}`);
}

function parseBody(id: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new FixpointError('LEDGER_CORRUPT', `Entry ${id}: its body is no JSON.`, { cause });
  }
}
