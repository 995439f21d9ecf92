import { execa } from 'execa';
import { expect, test } from 'vitest';
import { runsCommand } from './runs.ts';
import { wholeNumber } from './whole-number.ts';

test.each([
  ['1', 1],
  ['20', 20],
  ['999999', 999_999],
])('%s is one', (value, number) => {
  expect(wholeNumber(value)).toBe(number);
});

test.each(['', '0', '-1', '1.5', '1e3', 'abc', '3x', ' 3', 'Infinity', '1'.repeat(20)])(
  '%j is none',
  (value) => {
    expect(() => wholeNumber(value)).toThrow('Give a whole number');
  },
);

test('a limit that is none is refused before anything is asked', async () => {
  const told: string[] = [];
  const command = runsCommand()
    .exitOverride()
    .configureOutput({ writeErr: (text) => told.push(text) });

  await expect(command.parseAsync(['--limit', 'abc'], { from: 'user' })).rejects.toMatchObject({
    code: 'commander.invalidArgument',
  });
  expect(told.join('')).toContain("'--limit <count>' argument 'abc' is invalid");
});

test('a number of kills that is none is refused before anything is started', async () => {
  const { exitCode, stderr } = await execa(
    process.execPath,
    ['test/chaos/main.ts', 'kill', '--times', 'abc'],
    { reject: false, timeout: 30_000 },
  );

  expect(exitCode).toBe(1);
  expect(stderr).toContain("'--times <count>' argument 'abc' is invalid");
}, 30_000);
