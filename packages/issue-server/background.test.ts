import { expect, it } from 'vitest';
import { startBackgroundWork } from './background.ts';

it('goes on after a round that failed, and ends when it is told to', async () => {
  const logged: string[] = [];
  const log = (_: object, message: string) => void logged.push(message);
  let rounds = 0;
  let reports = 0;
  const work = startBackgroundWork({
    coordination: {
      async reportLateClaims() {
        reports += 1;
        return 0;
      },
    },
    async deliver() {
      rounds += 1;
      if (rounds === 1) throw new Error('the store was busy');
    },
    log: { info: log, warn: log, error: log },
  });

  await expect.poll(() => rounds, { timeout: 5_000 }).toBeGreaterThan(1);
  await work.stop();
  const after = rounds;

  expect(logged).toEqual(['background work failed']);
  expect(reports).toBeGreaterThan(0);
  await new Promise(setImmediate);
  expect(rounds).toBe(after);
});

it('tells what is at work that it ends', async () => {
  let ended = false;
  const quiet = () => undefined;
  const work = startBackgroundWork({
    coordination: { reportLateClaims: async () => 0 },
    deliver: (signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          ended = true;
          resolve();
        });
      }),
    log: { info: quiet, warn: quiet, error: quiet },
  });

  await work.stop();

  expect(ended).toBe(true);
});
