import { expect, test } from 'vitest';
import { runTool } from './run-tool.ts';

const here = { cwd: '/', environment: { PATH: process.env.PATH } };

function shell(script: string, more: { input?: string; timeoutMs?: number } = {}) {
  return runTool({ command: 'sh', args: ['-c', script], ...here, ...more });
}

test('gives what a program writes, and gives it what it reads', async () => {
  expect(await shell('cat', { input: 'täxt' })).toBe('täxt');
});

test('is null for one that fails, or that is not there', async () => {
  expect(await shell('echo half; exit 3')).toBeNull();
  expect(await runTool({ command: 'no-such-program', args: [], ...here })).toBeNull();
});

test('is over in time, also when something it started keeps its output open, and kills that', async () => {
  const startedAt = performance.now();

  expect(await shell('sleep 60 & echo $!; wait', { timeoutMs: 200 })).toBeNull();

  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('takes a megabyte and no more', async () => {
  expect(await shell('yes')).toBeNull();
});

test('does not mind a program that leaves its input unread', async () => {
  expect(await shell('echo done', { input: 'x'.repeat(1_000_000) })).toBe('done\n');
});
