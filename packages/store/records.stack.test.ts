import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const Value = z.object({ writer: z.number(), 'odd.$key': z.string() });
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('store');
});
afterAll(() => database.remove());

test('of 50 writers one wins, and everybody sees what it wrote', async () => {
  const records = database.store.records('race', Value);
  const writers = Array.from({ length: 50 }, (_, writer) => ({ writer, 'odd.$key': 'x' }));

  const outcomes = await Promise.all(writers.map((value) => records.insert('the/key', value)));

  const winners = outcomes.filter((outcome) => outcome.inserted);
  expect(winners).toHaveLength(1);
  expect(new Set(outcomes.map((outcome) => outcome.value.writer)).size).toBe(1);
  expect(await records.find('the/key')).toEqual(winners[0]?.value);
});

test('a key that nobody wrote is null', async () => {
  expect(await database.store.records('race', Value).find('nobody')).toBeNull();
});

test('a record that does not fit its schema is refused by name', async () => {
  await database.store.records('shape', z.unknown()).insert('key', { writer: 'no number' });

  const read = database.store.records('shape', Value).find('key');

  await expect(read).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('shape/key'),
  });
});
