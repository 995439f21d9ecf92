import type { CheckRun, TestOutcome } from '@fixpoint/contracts/sandbox-activities.ts';
import { describe, expect, it } from 'vitest';
import { judgeGreen, judgeRed } from './judge.ts';

function run(outcome: TestOutcome, more: Partial<CheckRun> = {}): CheckRun {
  const output = { sha256: '0'.repeat(64), sizeBytes: 0 };
  return {
    name: 'new test',
    on: 'base',
    command: 'x',
    exitCode: 1,
    outcome,
    durationMs: 1,
    excerpt: '',
    output,
    ...more,
  };
}

describe('judgeRed', () => {
  it('wants a failed assertion', () => {
    expect(judgeRed(run('failed-by-assertion'))).toMatchObject({ passed: true, reason: null });
  });

  it.each(['passed', 'failed-by-error', 'not-run', 'timed-out'] as const)('refuses %s', (outcome) => {
    expect(judgeRed(run(outcome))).toMatchObject({ passed: false, reason: expect.any(String) });
  });
});

describe('judgeGreen', () => {
  const passed = run('passed', { exitCode: 0 });

  it('wants everything to pass, and no finding', () => {
    expect(judgeGreen([passed], [])).toMatchObject({ passed: true, reason: null });
    expect(judgeGreen([passed], ['Restore x.'])).toMatchObject({ passed: false, reason: 'Restore x.' });
  });

  it.each(['failed-by-assertion', 'failed-by-error', 'not-run', 'timed-out'] as const)(
    'refuses %s',
    (outcome) => {
      expect(judgeGreen([passed, run(outcome, { name: 'project tests' })], []).passed).toBe(false);
    },
  );

  it('takes a suite that ends well and names no test, but no new test that did not run', () => {
    const quiet = { exitCode: 0, outcome: 'not-run' } as const;

    expect(judgeGreen([run('not-run', { ...quiet, name: 'project tests' })], []).passed).toBe(true);
    expect(judgeGreen([run('not-run', quiet)], []).passed).toBe(false);
  });
});
