import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { localPaths } from '../paths.ts';
import { withStackLock } from './lock.ts';

function temporaryPaths() {
  const root = mkdtempSync(join(tmpdir(), 'fixpoint-lock-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return localPaths(root);
}

test('one holder at a time', async () => {
  const paths = temporaryPaths();
  let inside = 0;
  let most = 0;
  const enter = () =>
    withStackLock(
      paths,
      () => undefined,
      async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise(setImmediate);
        inside -= 1;
      },
    );

  await Promise.all([enter(), enter(), enter()]);

  expect(most).toBe(1);
});

test('the lock of a process that died is taken over', async () => {
  const paths = temporaryPaths();
  mkdirSync(paths.run, { recursive: true });
  writeFileSync(
    join(paths.run, 'lock.json'),
    JSON.stringify({ pid: process.pid, startTicks: '1', bootId: 'another' }),
  );

  await expect(
    withStackLock(
      paths,
      () => undefined,
      async () => 'taken',
    ),
  ).resolves.toBe('taken');
});
