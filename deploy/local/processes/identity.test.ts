import { expect, test } from 'vitest';
import { identify, isSameProcess, type ReadProc } from './identity.ts';

const BOOT = 'a5b0c1de-0000-4000-8000-000000000000\n';

function procWith(stat: string | undefined): ReadProc {
  return (path) => {
    if (path.endsWith('boot_id')) return BOOT;
    if (stat === undefined) throw new Error('ENOENT');
    return stat;
  };
}

/** A line of /proc/PID/stat whose 22nd field is the start. */
function statLine(state: string, startTicks: string, name = 'node'): string {
  return `77 (${name}) ${state} ${Array.from({ length: 18 }, () => '0').join(' ')} ${startTicks} 0 0\n`;
}

test('the start of a process is read even when its name holds spaces and parentheses', () => {
  const identity = identify(77, procWith(statLine('S', '4711', 'tmux: (a) b')));

  expect(identity).toEqual({ pid: 77, startTicks: '4711', bootId: BOOT.trim() });
});

test('a process that was recorded is known again', () => {
  const recorded = { pid: 77, startTicks: '4711', bootId: BOOT.trim() };

  expect(isSameProcess(recorded, procWith(statLine('S', '4711')))).toBe(true);
});

test('another process that got the pid is not the one that was recorded', () => {
  const recorded = { pid: 77, startTicks: '4711', bootId: BOOT.trim() };

  expect(isSameProcess(recorded, procWith(statLine('S', '9999')))).toBe(false);
});

test('a process of an earlier boot is not the one that was recorded, even with the same start', () => {
  const recorded = { pid: 77, startTicks: '4711', bootId: 'another boot' };

  expect(isSameProcess(recorded, procWith(statLine('S', '4711')))).toBe(false);
});

test.each([['Z'], ['X']])('a process in state %s has ended', (state) => {
  expect(identify(77, procWith(statLine(state, '4711')))).toBeUndefined();
});

test('a pid that nobody has stands for no process', () => {
  expect(identify(77, procWith(undefined))).toBeUndefined();
});
