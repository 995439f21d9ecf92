import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type LedgerChain, type LedgerEntry, ledgerEntryId } from '@fixpoint/contracts/ledger.ts';
import type { Collection } from 'mongodb';
import { type LedgerDocument, toEntry } from './ledger-document.ts';
import { withStoreErrors } from './store-errors.ts';

const ENTRIES_AT_ONCE = 16;

/**
 * Entries in order up to the first gap, by point reads, a window at once. A gap with entries close behind it is an
 * entry that was taken away, not the end.
 *
 * @throws FixpointError STORE_UNAVAILABLE, LEDGER_CORRUPT
 */
export async function* readChain(
  documents: Collection<LedgerDocument>,
  chain: LedgerChain,
  fromSequence = 1,
): AsyncIterable<LedgerEntry> {
  for (let first = fromSequence; ; first += ENTRIES_AT_ONCE) {
    const window = await readWindow(documents, chain, first);
    for (const [index, document] of window.entries()) {
      if (document !== null) {
        yield toEntry(document);
        continue;
      }
      await requireEnd(documents, chain, first + index);
      return;
    }
  }
}

async function readWindow(
  documents: Collection<LedgerDocument>,
  chain: LedgerChain,
  first: number,
): Promise<(LedgerDocument | null)[]> {
  const ids = Array.from({ length: ENTRIES_AT_ONCE }, (_, index) => ledgerEntryId(chain, first + index));
  return withStoreErrors(() => Promise.all(ids.map((id) => documents.findOne({ _id: id }))));
}

/** Entries are inserted in order: whoever sees a later one must then see this one too. */
async function requireEnd(
  documents: Collection<LedgerDocument>,
  chain: LedgerChain,
  gap: number,
): Promise<void> {
  const behind = await readWindow(documents, chain, gap + 1);
  if (behind.every((document) => document === null)) return;
  const id = ledgerEntryId(chain, gap);
  const late = await withStoreErrors(() => documents.findOne({ _id: id }));
  if (late === null)
    throw new FixpointError('LEDGER_CORRUPT', `Entry ${id} is missing, but later ones are there.`);
}
