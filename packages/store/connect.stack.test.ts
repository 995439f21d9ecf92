import { expect, test } from 'vitest';
import { openStore } from './connect.ts';
import { createTestDatabase } from './testing/test-database.ts';

test('an open store answers, a closed one is unavailable', async () => {
  const database = await createTestDatabase('store');

  await database.store.ping();
  await database.remove();

  await expect(database.store.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
});

test('a store that is not there is unavailable, within seconds', async () => {
  const opening = openStore('mongodb://127.0.0.1:1/none', { appName: 'store-test' });

  await expect(opening).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
});
