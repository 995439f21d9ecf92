import { expect, test } from 'vitest';
import { judgeRoom } from './machine.ts';

test.each([
  [10, 'ok'],
  [8, 'ok'],
  [7.9, 'warning'],
  [2.9, 'broken'],
] as const)('%f GiB of disk are %s', (freeGib, status) => {
  expect(judgeRoom('Disk', freeGib, { brokenGib: 3, warningGib: 8 }, 'free some').status).toBe(status);
});
