import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isRunOver, nameOfRun } from './process-run.ts';

function renamed(name: string, change: { host?: string; pid?: number; start?: string }): string {
  const [host, pid, start, rest] = name.split('/');
  return [change.host ?? host, change.pid ?? pid, change.start ?? start, rest].join('/');
}

test('a run of this process goes on', () => {
  expect(isRunOver(nameOfRun())).toBe(false);
});

test('one of a process that was killed is over, and one of its number that began at another time', async () => {
  const child = spawn('sleep', ['60']);
  const name = renamed(nameOfRun(), { pid: child.pid ?? 0 });
  child.kill('SIGKILL');
  await once(child, 'exit');

  expect(isRunOver(name)).toBe(true);
  expect(isRunOver(renamed(nameOfRun(), { start: '1' }))).toBe(true);
});

test('of what runs elsewhere, or has another name, nobody knows', () => {
  expect(isRunOver(renamed(nameOfRun(), { host: 'elsewhere', pid: 999_999_999 }))).toBe(false);
  expect(isRunOver('')).toBe(false);
  expect(isRunOver('0f0f0f0f-0000-4000-8000-000000000000')).toBe(false);
});
