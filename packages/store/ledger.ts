import { FixpointError } from '@fixpoint/contracts/errors.ts';
import {
  GENESIS_HASH,
  type LedgerChain,
  type LedgerEntry,
  type LedgerHead,
  type LedgerRecord,
  ledgerEntryId,
} from '@fixpoint/contracts/ledger.ts';
import type { Collection, Db } from 'mongodb';
import { type LedgerDocument, toDocument, toEntry } from './ledger-document.ts';
import { chainEntries } from './ledger-entry.ts';
import type { LedgerStore } from './ports.ts';
import { readChain } from './read-chain.ts';
import type { Redactor } from './redaction.ts';
import { isDuplicateKey, withStoreErrors } from './store-errors.ts';

const REMEMBERED_HEADS = 1_000;

/**
 * The append-only, hash-chained ledger in the collection `ledger`. Two appends of the same content must be redacted alike:
 * give every redactor of one store the same known secrets.
 */
export function createLedgerStore(db: Db, redact: Redactor): LedgerStore {
  const documents = db.collection<LedgerDocument>('ledger');
  const ownHeads = new Map<string, string>();

  async function append(
    chain: LedgerChain,
    previous: LedgerHead,
    records: readonly LedgerRecord[],
  ): Promise<LedgerHead> {
    const entries = chainEntries(chain, previous, records, redact);
    return withStoreErrors(async () => {
      await requirePrevious(chain, previous);
      await insertInOrder(documents, entries);
      const last = entries.at(-1) ?? previous;
      rememberHead(chain, last);
      return { sequence: last.sequence, hash: last.hash };
    });
  }

  async function requirePrevious(chain: LedgerChain, previous: LedgerHead): Promise<void> {
    const id = ledgerEntryId(chain, previous.sequence);
    if (previous.sequence === 0 && previous.hash === GENESIS_HASH) return;
    // Entries never change, so one that this process wrote need not be read again.
    if (ownHeads.get(id) === previous.hash) return;
    const standing = previous.sequence > 0 ? await documents.findOne({ _id: id }) : null;
    if (standing?.hash !== previous.hash)
      throw new FixpointError('LEDGER_CONFLICT', `Entry ${id} is not ${previous.hash}.`);
  }

  function rememberHead(chain: LedgerChain, head: LedgerHead): void {
    if (head.sequence === 0) return;
    ownHeads.set(ledgerEntryId(chain, head.sequence), head.hash);
    const [oldest] = ownHeads.keys();
    if (ownHeads.size > REMEMBERED_HEADS && oldest !== undefined) ownHeads.delete(oldest);
  }

  return { append, read: (chain, fromSequence) => readChain(documents, chain, fromSequence) };
}

/** One round trip, in order, so that a crash leaves a prefix; each further one starts after what stands already. */
async function insertInOrder(
  documents: Collection<LedgerDocument>,
  entries: readonly LedgerEntry[],
): Promise<void> {
  let missing = entries;
  while (missing.length > 0) {
    if (await insertedAll(documents, missing)) return;
    missing = missing.slice(await countStanding(documents, missing));
  }
}

async function insertedAll(
  documents: Collection<LedgerDocument>,
  entries: readonly LedgerEntry[],
): Promise<boolean> {
  try {
    await documents.insertMany(entries.map(toDocument), { ordered: true });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** How many of the first entries stand as they are; at least one, since a duplicate was refused. */
async function countStanding(
  documents: Collection<LedgerDocument>,
  entries: readonly LedgerEntry[],
): Promise<number> {
  const standing = await Promise.all(entries.map((entry) => documents.findOne({ _id: entry.id })));
  for (const [index, entry] of entries.entries()) {
    const found = standing[index] ?? null;
    if (found === null) return requireProgress(index, entry);
    if (toEntry(found).hash !== entry.hash) throw new FixpointError('LEDGER_CONFLICT', `Entry ${entry.id}.`);
  }
  return entries.length;
}

function requireProgress(index: number, entry: LedgerEntry): number {
  if (index > 0) return index;
  throw new FixpointError('STORE_UNAVAILABLE', `Entry ${entry.id} is taken, but cannot be read.`);
}
