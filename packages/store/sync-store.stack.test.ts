import { testSyncStore } from '@fixpoint/issue-core/sync/testing/store-contract.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
let place = 0;

beforeAll(async () => {
  database = await createTestDatabase('sync');
});
beforeEach(() => {
  place += 1;
});
afterAll(() => database.remove());

describe('the store of syncs on the Mongo wire', () => {
  testSyncStore((pair = 'pair') => database.store.sync(`${pair}-${place}`));

  test('of 20 that insert under one key one wins', async () => {
    const store = database.store.sync('race');
    const inserts = Array.from({ length: 20 }, (_, writer) =>
      store.commit([{ op: 'insert', kind: 'mapping-ref', key: 'a/1', record: `m${writer}` }]),
    );

    const outcomes = await Promise.allSettled(inserts);

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'RECORD_CONFLICT' });
  });

  test('refuses a name that could reach into another pair, and a record that it did not write', async () => {
    expect(() => database.store.sync('a/b')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    const broken = { _id: 'odd/a/1' as never, record: '{"side":"c"}' };
    await database.db.collection('sync_work').insertOne(broken);

    const reading = database.store.sync('odd').get('work', 'a/1');

    await expect(reading).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
