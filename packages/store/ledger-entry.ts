import type { JsonObject } from '@fixpoint/contracts/json.ts';
import {
  LEDGER_KINDS,
  type LedgerChain,
  type LedgerEntry,
  type LedgerHead,
  type LedgerRecord,
  ledgerEntryId,
} from '@fixpoint/contracts/ledger.ts';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { mapStrings } from './map-strings.ts';
import type { Redactor } from './redaction.ts';
import { sha256 } from './sha256.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** An entry as it is read back or imported. Strict: a field outside of the hash would be unproven. */
export const LedgerEntrySchema: z.ZodType<LedgerEntry> = z.strictObject({
  id: z.string(),
  chain: z.strictObject({ workflowId: z.string(), firstExecutionRunId: z.string() }),
  sequence: z.int().positive(),
  kind: z.enum(LEDGER_KINDS),
  at: z.string(),
  body: z.record(z.string(), z.json()),
  previousHash: Hash,
  hash: Hash,
});

/** The RFC 8785 form of a JSON value. */
export function canonicalJson(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/** SHA-256 of the canonical form of every field but `hash`. */
export function ledgerHash(entry: Omit<LedgerEntry, 'hash'>): string {
  const { id, chain, sequence, kind, at, body, previousHash } = entry;
  return sha256(canonicalJson({ id, chain, sequence, kind, at, body, previousHash }));
}

/** The entries that records become after `previous`, each holding the hash of the one before. */
export function chainEntries(
  chain: LedgerChain,
  previous: LedgerHead,
  records: readonly LedgerRecord[],
  redact: Redactor,
): LedgerEntry[] {
  const { workflowId, firstExecutionRunId } = chain;
  const entries: LedgerEntry[] = [];
  let head = previous;
  for (const { kind, at, body } of records) {
    const sequence = head.sequence + 1;
    const entry = {
      id: ledgerEntryId(chain, sequence),
      chain: { workflowId, firstExecutionRunId },
      sequence,
      kind,
      at,
      body: cleanBody(body, redact),
      previousHash: head.hash,
    };
    head = { sequence, hash: ledgerHash(entry) };
    entries.push({ ...entry, hash: head.hash });
  }
  return entries;
}

/** Only what JSON and UTF-8 can hold: what is hashed must be what is read back. */
function cleanBody(body: JsonObject, redact: Redactor): JsonObject {
  const plain: JsonObject = JSON.parse(JSON.stringify(redact.json(body)));
  return mapStrings(plain, (text) => text.toWellFormed()) as JsonObject;
}
