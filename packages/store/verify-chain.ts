import {
  GENESIS_HASH,
  type LedgerChain,
  type LedgerHead,
  ledgerEntryId,
} from '@fixpoint/contracts/ledger.ts';
import { z } from 'zod';
import { LedgerEntrySchema, ledgerHash } from './ledger-entry.ts';

export type ChainVerdict =
  | { readonly valid: true; readonly head: LedgerHead }
  /** `sequence` is the first place where the chain is not what it claims. */
  | { readonly valid: false; readonly sequence: number; readonly reason: string };

/**
 * Verifies a whole chain from its first entry, and refuses whatever is not proven. Only a recorded head can show that entries
 * are missing at the end.
 */
export function verifyChain(
  entries: Iterable<unknown>,
  expectedHead: LedgerHead | null = null,
): ChainVerdict {
  let head: LedgerHead = { sequence: 0, hash: GENESIS_HASH };
  let chain: LedgerChain | null = null;
  for (const candidate of entries) {
    const sequence = head.sequence + 1;
    const parsed = LedgerEntrySchema.safeParse(candidate);
    if (!parsed.success) return broken(sequence, `This is no entry: ${z.prettifyError(parsed.error)}`);
    const entry = parsed.data;
    chain ??= entry.chain;
    if (entry.sequence !== sequence) return broken(sequence, `Entry ${entry.sequence} stands in its place.`);
    if (entry.id !== ledgerEntryId(chain, sequence))
      return broken(sequence, 'The entry belongs to another chain.');
    if (entry.previousHash !== head.hash)
      return broken(sequence, 'It does not hold the hash of the entry before.');
    if (ledgerHash(entry) !== entry.hash) return broken(sequence, 'Its content does not fit its hash.');
    head = { sequence, hash: entry.hash };
  }
  return againstHead(head, expectedHead);
}

function againstHead(head: LedgerHead, expected: LedgerHead | null): ChainVerdict {
  if (expected === null) return { valid: true, head };
  if (head.sequence < expected.sequence)
    return broken(head.sequence + 1, `The recorded head is ${expected.sequence}.`);
  if (head.sequence > expected.sequence)
    return broken(expected.sequence + 1, 'It is beyond the recorded head.');
  if (head.hash !== expected.hash) return broken(head.sequence, 'Its hash is not the recorded one.');
  return { valid: true, head };
}

function broken(sequence: number, reason: string): ChainVerdict {
  return { valid: false, sequence, reason };
}
