import { expect, test } from 'vitest';
import { readInWindows } from './read-in-windows.ts';

test('items come in order, never more than a window at once', async () => {
  let open = 0;
  let most = 0;
  const readOne = async (id: number) => {
    open += 1;
    most = Math.max(most, open);
    await Promise.resolve();
    open -= 1;
    return id * 10;
  };

  const items: number[] = [];
  for await (const item of readInWindows([1, 2, 3, 4, 5, 6, 7], 3, readOne)) items.push(item);

  expect(items).toEqual([10, 20, 30, 40, 50, 60, 70]);
  expect(most).toBe(3);
});
