import { GENESIS_HASH } from '@fixpoint/contracts/ledger.ts';
import type { LedgerActivities } from '@fixpoint/contracts/ledger-activities.ts';
import { createRedactor } from '@fixpoint/store/redaction.ts';
import { createTestDatabase, type TestDatabase } from '@fixpoint/store/testing/test-database.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InputOwnerSchema } from './accept-input.ts';
import { createLedgerActivities } from './activities.ts';

const OWNER = { workflowId: 'issue/f/1/1', firstExecutionRunId: 'first' };
const OTHER = { workflowId: 'issue/f/1/1', firstExecutionRunId: 'second' };
let database: TestDatabase;
let activities: LedgerActivities;

beforeAll(async () => {
  database = await createTestDatabase('ledger');
  activities = createLedgerActivities({
    inputs: database.store.records('inputs', InputOwnerSchema),
    ledger: database.store.ledger(createRedactor()),
  });
});
afterAll(() => database.remove());

test('the first owner of an input keeps it; everybody else, and the owner at a later point, is turned away', async () => {
  const key = 'f/comment/1/1';

  expect(await activities.acceptInput({ key, owner: OWNER, ordinal: 1 })).toEqual({ accepted: true });
  expect(await activities.acceptInput({ key, owner: OTHER, ordinal: 1 })).toEqual({ accepted: false });
  expect(await activities.acceptInput({ key, owner: OWNER, ordinal: 1 })).toEqual({ accepted: true });
  expect(await activities.acceptInput({ key, owner: OWNER, ordinal: 2 })).toEqual({ accepted: false });
});

test('of 50 owners that race for an input one is accepted', async () => {
  const owners = Array.from({ length: 50 }, (_, n) => ({ workflowId: 'w', firstExecutionRunId: `${n}` }));

  const answers = await Promise.all(
    owners.map((owner) => activities.acceptInput({ key: 'f/comment/2/1', owner, ordinal: 1 })),
  );

  expect(answers.filter((answer) => answer.accepted)).toHaveLength(1);
});

test('appending again gives the same head', async () => {
  const request = {
    chain: OWNER,
    previous: { sequence: 0, hash: GENESIS_HASH },
    records: [{ kind: 'input' as const, at: '2026-01-01T00:00:00.000Z', body: { key: 'f/comment/1/1' } }],
  };

  const head = await activities.appendLedger(request);

  expect(head.sequence).toBe(1);
  expect(await activities.appendLedger(request)).toEqual(head);
});
