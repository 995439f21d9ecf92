import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { identify, isSameProcess, type ProcessIdentity } from './identity.ts';
import { endProcess } from './stop.ts';

function startSleeper(): ProcessIdentity {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const identity = identify(child.pid ?? 0);
  if (identity === undefined) throw new Error('sleep did not start');
  return identity;
}

test('a process that we started is ended', async () => {
  const sleeper = startSleeper();

  await expect(endProcess(sleeper)).resolves.toBe(true);

  expect(isSameProcess(sleeper)).toBe(false);
});

test('a process that got the pid of one of ours is never sent a signal', async () => {
  const sleeper = startSleeper();
  const signals: unknown[] = [];
  const recorded = { ...sleeper, startTicks: '1' };

  const stopped = await endProcess(recorded, (...signal) => void signals.push(signal));

  expect(stopped).toBe(false);
  expect(signals).toEqual([]);
  expect(isSameProcess(sleeper)).toBe(true);
});
