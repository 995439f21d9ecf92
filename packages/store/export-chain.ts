import type { LedgerChain } from '@fixpoint/contracts/ledger.ts';
import { canonicalJson } from './ledger-entry.ts';
import type { LedgerStore } from './ports.ts';

/**
 * A chain as JSON lines, one canonical entry each, newline included.
 *
 * @throws FixpointError STORE_UNAVAILABLE, LEDGER_CORRUPT
 */
export async function* exportChain(ledger: LedgerStore, chain: LedgerChain): AsyncIterable<string> {
  for await (const entry of ledger.read(chain)) yield `${canonicalJson(entry)}\n`;
}
