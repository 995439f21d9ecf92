import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type LocalPaths, localPaths } from '../paths.ts';
import { isSameProcess } from './identity.ts';
import { type ProcessSpec, startProcess } from './start.ts';
import { stopProcesses } from './stop.ts';

function temporaryPaths(): LocalPaths {
  const root = mkdtempSync(join(tmpdir(), 'fixpoint local '));
  const paths = localPaths(root);
  onTestFinished(async () => {
    await stopProcesses(paths, 'service');
    rmSync(root, { recursive: true, force: true });
  });
  return paths;
}

function sleeper(paths: LocalPaths, seconds: string): ProcessSpec {
  const check = async () => undefined;
  return {
    name: 'sleeper',
    kind: 'service',
    command: 'sleep',
    args: [seconds],
    env: { PATH: '/bin:/usr/bin' },
    cwd: paths.root,
    check,
    timeoutMs: 2_000,
  };
}

test('a process with the same settings is reused, one with others is replaced', async () => {
  const paths = temporaryPaths();

  const first = await startProcess(paths, sleeper(paths, '60'));
  const second = await startProcess(paths, sleeper(paths, '60'));
  const third = await startProcess(paths, sleeper(paths, '61'));

  expect([first.reused, second.reused, third.reused]).toEqual([false, true, false]);
  expect(second.record.pid).toBe(first.record.pid);
  expect(isSameProcess(first.record)).toBe(false);
  expect(isSameProcess(third.record)).toBe(true);
});

test('a process that ends at once is told with the tail of its log', async () => {
  const paths = temporaryPaths();
  const script = join(paths.root, 'fails.sh');
  writeFileSync(script, 'echo the port is wrong; exit 3');
  const check = async () => Promise.reject(new Error('no answer'));
  const spec: ProcessSpec = { ...sleeper(paths, '1'), command: 'sh', args: [script], check };

  const failure = startProcess(paths, spec);

  await expect(failure).rejects.toThrow(/sleeper ended[^\n]*\n {4}the port is wrong/);
});

test('a process is reused from a shell with another PATH', async () => {
  const paths = temporaryPaths();
  const spec = sleeper(paths, '60');

  await startProcess(paths, spec);
  const again = await startProcess(paths, {
    ...spec,
    env: { ...spec.env, PATH: '/usr/local/bin:/bin:/usr/bin' },
  });

  expect(again.reused).toBe(true);
});
