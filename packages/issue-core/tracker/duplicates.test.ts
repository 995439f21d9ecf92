import { expect, it } from 'vitest';
import { openTrackers } from './testing/open-trackers.ts';

it('finds open issues that say the same, the most alike first', async () => {
  const { as } = openTrackers();
  const ann = as('ann');
  await ann.create({ title: 'Login fails with error 500' });
  await ann.create({ title: 'Dark mode for the settings page' });
  await ann.create({ title: 'Error 500 when login fails' });
  await ann.create({ title: 'Login fails with error 500', state: 'closed' });

  const found = await ann.findDuplicates({ title: 'LOGIN fails with error 500!' });

  expect(found.map(({ number }) => number)).toEqual([1, 3]);
  expect(found[0]).toEqual({ number: 1, title: 'Login fails with error 500', similarity: 1 });
  expect(await ann.findDuplicates({ title: 'LOGIN fails with error 500!' }, { limit: 1 })).toHaveLength(1);
  expect(await ann.findDuplicates({ title: 'Export as CSV' })).toEqual([]);
});

it.each([
  ['no title', { title: ' ' }, {}],
  ['a limit of 0', { title: 'x' }, { limit: 0 }],
  ['a threshold of 0', { title: 'x' }, { threshold: 0 }],
  ['a threshold above 1', { title: 'x' }, { threshold: 1.1 }],
  ['a threshold that is no number', { title: 'x' }, { threshold: Number.NaN }],
])('refuses %s', async (_, text, options) => {
  const { as } = openTrackers();

  await expect(as('ann').findDuplicates(text, options)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
