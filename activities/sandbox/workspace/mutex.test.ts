import { expect, it } from 'vitest';
import { Mutex } from './mutex.ts';

it('lets one in at a time, in order, and goes on after a failure', async () => {
  const mutex = new Mutex();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} in`);
    await Promise.resolve();
    seen.push(`${name} out`);
    if (name === 'b') throw new Error('b');
  };

  const all = await Promise.allSettled(['a', 'b', 'c'].map((name) => mutex.run(work(name))));

  expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(mutex.busy).toBe(false);
});
