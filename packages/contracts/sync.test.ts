import { expect, test } from 'vitest';
import { type SyncPair, syncMemoryOf, withSidesInOrder } from './sync.ts';

const one = { forgeInstance: 'git.example:3000', owner: 'ada', name: 'one' };
const two = { ...one, name: 'two' };
const rules = { direction: 'a-to-b', policy: 'b', deletes: 'close', everyMinutes: 15 } as const;
const users = [{ a: 'ann', b: 'ann-b' }];
const pair: SyncPair = { name: 'shop', a: one, b: two, ...rules, users };

test('two trackers are remembered, whatever the pair is called and however they are written', () => {
  const memory = syncMemoryOf(pair);

  expect(memory).toBe('git.example%3A3000%2Fada%2Fone~git.example%3A3000%2Fada%2Ftwo');
  expect(syncMemoryOf({ a: { ...one, owner: 'Ada' }, b: { ...two, name: 'TWO' } })).toBe(memory);
});

test('other trackers have another memory', () => {
  const pairs = [
    { a: one, b: two },
    { a: one, b: { ...two, owner: 'ada/two', name: 'x' } },
    { a: one, b: { ...two, name: 'two-x' } },
    { a: one, b: { ...two, forgeInstance: 'other.example' } },
  ];

  expect(new Set(pairs.map(syncMemoryOf)).size).toBe(pairs.length);
});

test('a pair means the same with its sides in order, and has one order', () => {
  const turned: SyncPair = {
    ...pair,
    a: two,
    b: one,
    direction: 'b-to-a',
    policy: 'a',
    users: [{ a: 'ann-b', b: 'ann' }],
  };

  expect(withSidesInOrder(turned)).toEqual(pair);
  expect(withSidesInOrder(pair)).toEqual(pair);
  expect(withSidesInOrder({ ...turned, direction: 'both', policy: 'newer' })).toEqual({
    ...pair,
    direction: 'both',
    policy: 'newer',
  });
});
