import { expect, test } from 'vitest';
import { chooseWay, WAYS, type WayName } from './choose-way.ts';

function waysThatWork(working: readonly WayName[], tried: WayName[]) {
  const tryWay = (way: WayName) => async () => {
    tried.push(way);
    return working.includes(way) ? way : undefined;
  };
  return Object.fromEntries(WAYS.map((way) => [way, tryWay(way)]));
}

test.each([
  [['running', 'path', 'image', 'go-module'], 'running', 1],
  [['path', 'go-module'], 'path', 2],
  [['image', 'go-module'], 'image', 3],
  [['go-module'], 'go-module', 4],
] as const)('of the ways %j, %s is taken and nothing after it is tried', async (working, expected, count) => {
  const tried: WayName[] = [];

  const { way } = await chooseWay('a server', waysThatWork(working, tried));

  expect(way).toBe(expected);
  expect(tried).toEqual(WAYS.slice(0, count));
});

test('a way that fails is an error, not a reason to try a worse one', async () => {
  const ways = { path: async () => Promise.reject(new Error('broken')), 'go-module': async () => 'built' };

  await expect(chooseWay('a server', ways)).rejects.toThrow('broken');
});

test('when no way works, the error names those that were tried', async () => {
  await expect(chooseWay('gitea', waysThatWork([], []))).rejects.toThrow(
    'gitea: tried running, path, image, go-module.',
  );
});
