import { expect, test } from 'vitest';
import { collectMappedUser } from './mapped-users.ts';

test('logins are collected in the order in which they were given', () => {
  const first = collectMappedUser('ann=ann-b');

  expect(collectMappedUser('ben=ben.b', first)).toEqual([
    ['ann', 'ann-b'],
    ['ben', 'ben.b'],
  ]);
});

test.each(['', 'ann', 'ann=', '=ann', 'ann=ben=cid'])('"%s" is refused', (text) => {
  expect(() => collectMappedUser(text)).toThrow('Give two logins');
});
