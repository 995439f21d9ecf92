import { GENESIS_HASH, type LedgerEntry } from '@fixpoint/contracts/ledger.ts';
import { expect, test } from 'vitest';
import { chainEntries, ledgerHash } from './ledger-entry.ts';
import { KEEP_ALL } from './redaction.ts';
import { verifyChain } from './verify-chain.ts';

const GENESIS = { sequence: 0, hash: GENESIS_HASH };

function makeChain(run: string, texts: readonly string[]): LedgerEntry[] {
  const records = texts.map((text) => ({
    kind: 'state' as const,
    at: '2026-01-01T00:00:00.000Z',
    body: { text },
  }));
  return chainEntries({ workflowId: 'w', firstExecutionRunId: run }, GENESIS, records, KEEP_ALL);
}

const sound = makeChain('r', ['a', 'b', 'c', 'd']);
const [first, second, third, fourth] = sound as [LedgerEntry, LedgerEntry, LedgerEntry, LedgerEntry];
const HEAD = { sequence: 4, hash: fourth.hash };

function rehashed(entry: LedgerEntry, change: Partial<LedgerEntry>): LedgerEntry {
  const changed = { ...entry, ...change };
  return { ...changed, hash: ledgerHash(changed) };
}

function without(entry: LedgerEntry, field: keyof LedgerEntry): unknown {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => name !== field));
}

test('a sound chain and an empty one are valid', () => {
  expect(verifyChain(sound, HEAD)).toEqual({ valid: true, head: HEAD });
  expect(verifyChain([])).toEqual({ valid: true, head: GENESIS });
});

test.each<[string, readonly unknown[], number]>([
  ['an altered body', [first, { ...second, body: { text: 'x' } }, third, fourth], 2],
  ['an altered time', [first, second, { ...third, at: '2027-01-01T00:00:00.000Z' }, fourth], 3],
  [
    'an altered entry with its hash made anew',
    [first, rehashed(second, { body: { text: 'x' } }), third, fourth],
    3,
  ],
  [
    'the last one altered, with its hash made anew',
    [first, second, third, rehashed(fourth, { body: {} })],
    4,
  ],
  ['a missing first entry', [second, third, fourth], 1],
  ['a missing entry in the middle', [first, third, fourth], 2],
  ['a missing entry at the end', [first, second, third], 4],
  ['nothing at all', [], 1],
  [
    'an entry too many',
    [...sound, rehashed(fourth, { id: 'w/r/5', sequence: 5, previousHash: fourth.hash })],
    5,
  ],
  ['entries in another order', [first, third, second, fourth], 2],
  ['an entry twice', [first, first, second, third, fourth], 2],
  ['an entry without a hash', [first, without(second, 'hash'), third, fourth], 2],
  ['an empty hash', [first, { ...second, hash: '' }, third, fourth], 2],
  ['a wrong hash', [first, { ...second, hash: 'f'.repeat(64) }, third, fourth], 2],
  ['an entry without the hash before', [first, without(second, 'previousHash'), third, fourth], 2],
  ['a restart at genesis', [first, second, rehashed(third, { previousHash: GENESIS_HASH }), fourth], 3],
  ['a second chain behind the first', [first, second, ...makeChain('r', ['c', 'd'])], 3],
  ['an entry of another chain', [first, ...makeChain('other', ['a', 'b', 'c', 'd']).slice(1)], 2],
  ['a field outside of the hash', [first, { ...second, note: 'x' }, third, fourth], 2],
  ['something that is no entry', [first, null, third, fourth], 2],
])('%s is refused', (_, entries, sequence) => {
  expect(verifyChain(entries, HEAD)).toMatchObject({ valid: false, sequence });
});
