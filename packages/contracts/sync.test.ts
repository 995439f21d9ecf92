import { expect, test } from 'vitest';
import { syncMemoryOf } from './sync.ts';

const one = { forgeInstance: 'git.example:3000', owner: 'ada', name: 'one' };
const two = { ...one, name: 'two' };

test('a pair is remembered by its name and its trackers', () => {
  const memory = syncMemoryOf({ name: 'shop', a: one, b: two });

  expect(memory).toBe('shop~git.example%3A3000%2Fada%2Fone~git.example%3A3000%2Fada%2Ftwo');
  expect(syncMemoryOf({ name: 'shop', a: one, b: { ...two } })).toBe(memory);
});

test('a name that means other trackers has another memory', () => {
  const pairs = [
    { name: 'shop', a: one, b: two },
    { name: 'shop', a: two, b: one },
    { name: 'shop', a: one, b: { ...two, owner: 'ada/two', name: 'x' } },
    { name: 'shop', a: one, b: { ...two, owner: 'ada', name: 'two-x' } },
    { name: 'shop2', a: one, b: two },
  ];

  expect(new Set(pairs.map(syncMemoryOf)).size).toBe(pairs.length);
});
