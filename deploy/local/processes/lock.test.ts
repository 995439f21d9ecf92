import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalPaths, localPaths } from '../paths.ts';
import { withStackLock } from './lock.ts';

let root: string;
let paths: LocalPaths;
const lockFile = () => join(paths.run, 'lock.json');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fixpoint-lock-'));
  paths = localPaths(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('is given back, also after a failure', async () => {
  const failing = withStackLock(
    paths,
    () => undefined,
    () => Promise.reject(new Error('no')),
  );

  await expect(failing).rejects.toThrow('no');
  expect(existsSync(lockFile())).toBe(false);
});

test('of a command that was interrupted lets the same command stop the stack', async () => {
  const interrupted = Promise.withResolvers<void>();
  const starting = withStackLock(
    paths,
    () => undefined,
    () => interrupted.promise,
  );

  const stopped = await withStackLock(
    paths,
    () => undefined,
    async () => 'stopped',
  );
  interrupted.resolve();
  await starting;

  expect(stopped).toBe('stopped');
  expect(existsSync(lockFile())).toBe(false);
});

test('of a command that died is taken over', async () => {
  mkdirSync(paths.run, { recursive: true });
  writeFileSync(lockFile(), JSON.stringify({ pid: 2 ** 22 + 1, startTicks: '1', bootId: 'gone' }));

  expect(
    await withStackLock(
      paths,
      () => undefined,
      async () => 'mine',
    ),
  ).toBe('mine');
});
