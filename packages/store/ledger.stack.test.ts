import { randomUUID } from 'node:crypto';
import {
  GENESIS_HASH,
  type LedgerChain,
  type LedgerEntry,
  type LedgerRecord,
} from '@fixpoint/contracts/ledger.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportChain } from './export-chain.ts';
import type { LedgerDocument } from './ledger-document.ts';
import { createRedactor } from './redaction.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { verifyChain } from './verify-chain.ts';

const GENESIS = { sequence: 0, hash: GENESIS_HASH };
const redact = createRedactor();
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('store');
});
afterAll(() => database.remove());

function newChain(): LedgerChain {
  return { workflowId: 'issue/forge/1/1', firstExecutionRunId: randomUUID() };
}

function records(...texts: readonly string[]): LedgerRecord[] {
  return texts.map((text) => ({
    kind: 'state',
    at: '2026-01-01T00:00:00.000Z',
    body: { 'a.$b': text, n: 1.5, list: [[1]] },
  }));
}

async function entriesOf(chain: LedgerChain, fromSequence?: number): Promise<LedgerEntry[]> {
  return collect(database.store.ledger(redact).read(chain, fromSequence));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

function documents() {
  return database.db.collection<LedgerDocument>('ledger');
}

test('batches form one chain that verifies against its head', async () => {
  const chain = newChain();
  const ledger = database.store.ledger(redact);

  const first = await ledger.append(chain, GENESIS, records('a', 'b'));
  const head = await ledger.append(chain, first, records(...Array.from({ length: 40 }, (_, n) => `${n}`)));

  expect(head.sequence).toBe(42);
  expect(verifyChain(await entriesOf(chain), head)).toEqual({ valid: true, head });
  expect((await entriesOf(chain, 41)).map((entry) => entry.sequence)).toEqual([41, 42]);
});

test('50 writers of other content race for a place: one wins, the others are told', async () => {
  const chain = newChain();
  const ledger = database.store.ledger(redact);
  const writers = Array.from({ length: 50 }, (_, n) =>
    ledger.append(chain, GENESIS, records(`${n}`, `${n}`)),
  );

  const outcomes = await Promise.allSettled(writers);

  const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
  expect(lost).toEqual(Array.from({ length: 49 }, () => 'LEDGER_CONFLICT'));
  const entries = await entriesOf(chain);
  expect(entries).toHaveLength(2);
  expect(verifyChain(entries).valid).toBe(true);
});

test('50 writers of the same content all succeed, with one head', async () => {
  const chain = newChain();
  const ledger = database.store.ledger(redact);

  const heads = await Promise.all(
    Array.from({ length: 50 }, () => ledger.append(chain, GENESIS, records('a', 'b', 'c'))),
  );

  expect(new Set(heads.map((head) => head.hash)).size).toBe(1);
  expect(await entriesOf(chain)).toHaveLength(3);
});

test('after a crash in the middle of a batch, the same batch is completed', async () => {
  const chain = newChain();
  const wanted = records('a', 'b', 'c', 'd');
  await database.store.ledger(redact).append(chain, GENESIS, wanted.slice(0, 2));

  const head = await database.store.ledger(redact).append(chain, GENESIS, wanted);

  expect(head.sequence).toBe(4);
  expect(verifyChain(await entriesOf(chain), head).valid).toBe(true);
});

test('other content behind the same prefix is refused, and nothing is written', async () => {
  const chain = newChain();
  const ledger = database.store.ledger(redact);
  await ledger.append(chain, GENESIS, records('a', 'b'));

  await expect(ledger.append(chain, GENESIS, records('a', 'x', 'y'))).rejects.toMatchObject({
    code: 'LEDGER_CONFLICT',
  });

  expect(await entriesOf(chain)).toHaveLength(2);
});

test.each([
  ['a made-up genesis', { sequence: 0, hash: 'f'.repeat(64) }],
  ['a head that is not there', { sequence: 7, hash: 'f'.repeat(64) }],
  ['another hash at a place that is', { sequence: 1, hash: 'f'.repeat(64) }],
])('%s cannot be appended to', async (_, previous) => {
  const chain = newChain();
  const ledger = database.store.ledger(redact);
  await ledger.append(chain, GENESIS, records('a'));

  await expect(ledger.append(chain, previous, records('b'))).rejects.toMatchObject({
    code: 'LEDGER_CONFLICT',
  });
});

test('secrets are gone before they are hashed', async () => {
  const chain = newChain();
  const ledger = database.store.ledger(createRedactor(['hunter2-hunter2']));

  await ledger.append(chain, GENESIS, records('it is hunter2-hunter2 \ud800'));

  const entries = await entriesOf(chain);
  expect(entries[0]?.body['a.$b']).toBe('it is [redacted:known] \ufffd');
  expect(verifyChain(entries).valid).toBe(true);
});

test('an entry taken away from the middle is not read as the end', async () => {
  const chain = newChain();
  await database.store.ledger(redact).append(chain, GENESIS, records('a', 'b', 'c'));
  await documents().deleteOne({ _id: `${chain.workflowId}/${chain.firstExecutionRunId}/2` });

  await expect(entriesOf(chain)).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
});

test('an altered document does not verify, one without a hash is not read', async () => {
  const chain = newChain();
  await database.store.ledger(redact).append(chain, GENESIS, records('a', 'b'));
  await documents().updateOne(
    { _id: `${chain.workflowId}/${chain.firstExecutionRunId}/1` },
    { $set: { body: '{}' } },
  );

  expect(verifyChain(await entriesOf(chain))).toMatchObject({ valid: false, sequence: 1 });

  await documents().updateOne(
    { _id: `${chain.workflowId}/${chain.firstExecutionRunId}/2` },
    { $unset: { hash: 1 } },
  );
  await expect(entriesOf(chain)).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
});

test('the export is one JSON entry a line, and verifies', async () => {
  const chain = newChain();
  const ledger = database.store.ledger(redact);
  const head = await ledger.append(chain, GENESIS, records('a\nb', 'c'));

  const text = (await collect(exportChain(ledger, chain))).join('');

  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(
    verifyChain(
      lines.map((line) => JSON.parse(line)),
      head,
    ).valid,
  ).toBe(true);
});
