import { expect, test } from 'vitest';
import { openStore } from './connect.ts';

test('a wrong connection string is named without its password', async () => {
  const opening = openStore('http://user:hunter2-hunter2@store', { appName: 'store-test' });

  const error: unknown = await opening.catch((caught: unknown) => caught);

  expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
  expect(String(error)).not.toContain('hunter2');
});
