import type { CheckReport, CheckRun } from '@fixpoint/contracts/sandbox-activities.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clip, lessonFrom } from './lesson.ts';

const OUTPUT = { sha256: '0'.repeat(64), sizeBytes: 1 };

function makeRun(change: Partial<CheckRun>): CheckRun {
  const run = {
    name: 'new test',
    on: 'head',
    command: 'pytest',
    exitCode: 1,
    outcome: 'passed',
    durationMs: 1,
  } as const;
  return { ...run, excerpt: '', output: OUTPUT, ...change };
}

function makeReport(change: Partial<CheckReport>): CheckReport {
  return { phase: 'green', passed: false, reason: null, runs: [], findings: [], ...change };
}

test('a short text is left as it is', () => {
  expect(clip('abc', 3)).toBe('abc');
});

test('of a long text the head and the tail are kept, and what it lacks is said', () => {
  const clipped = clip(`HEAD${'x'.repeat(10_000)}TAIL`, 200);

  expect(clipped).toMatch(/^HEAD.*10008 characters in all.*TAIL$/s);
  expect(clipped).toHaveLength(200);
});

test('a clipped text is never longer than asked, and can always be written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), fc.nat(300), (text, maxChars) => {
      expect(clip(text, maxChars).length).toBeLessThanOrEqual(maxChars);
      expect(clip(text, maxChars).isWellFormed()).toBe(true);
    }),
  );
});

test('a lesson holds the reason, the findings and what went wrong, not what went right', () => {
  const lesson = lessonFrom(
    makeReport({
      reason: 'The project tests fail.',
      findings: ['Restore the test file a.py: existing tests stay.'],
      runs: [
        makeRun({ name: 'build', exitCode: 0, excerpt: 'built fine' }),
        makeRun({ name: 'project tests', outcome: 'failed-by-assertion', excerpt: 'assert 1 == 2' }),
      ],
    }),
  );

  expect(lesson).toContain('The project tests fail.');
  expect(lesson).toContain('- Restore the test file a.py');
  expect(lesson).toContain(
    'The project tests after the change: failed-by-assertion (exit code 1).\n$ pytest\nassert 1 == 2',
  );
  expect(lesson).not.toContain('built fine');
});

test('in the red phase a test that passes is what went wrong', () => {
  const runs = [makeRun({ on: 'base', exitCode: 0, outcome: 'passed', excerpt: '1 passed' })];

  expect(lessonFrom(makeReport({ phase: 'red', runs }))).toContain('before the change: passed (exit code 0)');
});

test('a lesson is never longer than 4,000 characters', () => {
  const long = 'x'.repeat(10_000);
  const runs = Array.from({ length: 3 }, () =>
    makeRun({ outcome: 'failed-by-error', excerpt: long, command: long }),
  );

  const lesson = lessonFrom(
    makeReport({ reason: long, findings: Array.from({ length: 50 }, () => long), runs }),
  );

  expect(lesson.length).toBeLessThanOrEqual(4_000);
  expect(lesson.match(/failed-by-error/g)).toHaveLength(3);
});
