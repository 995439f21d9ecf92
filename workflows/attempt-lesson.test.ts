import type { AttemptOutcome } from '@fixpoint/contracts/workflows.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lessonOf } from './attempt-lesson.ts';
import { failedReport, outcomeOfKind } from './testing/samples.ts';

describe('lessonOf', () => {
  it('is bounded, and always ends in what to do, however long the attempt and its words were', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 12_000 });
    const kind = fc.constantFrom<AttemptOutcome['kind']>('gave-up', 'limit', 'failed', 'asked', 'refused');
    fc.assert(
      fc.property(kind, words, fc.array(words, { maxLength: 20 }), (wanted, text, steps) => {
        const lesson = lessonOf(outcomeOfKind(wanted, text), steps);

        expect(lesson.length).toBeLessThanOrEqual(4_000);
        expect(lesson).toMatch(/take another way\.$/);
      }),
      { numRuns: 50 },
    );
  });

  it('says why the checks refused, and shows what they printed', () => {
    const report = failedReport('AssertionError: 2 != 3');

    const lesson = lessonOf({ kind: 'refused', reason: 'A project test fails.', report }, [
      '1. ✓ ran the test',
    ]);

    expect(lesson).toContain('A project test fails.');
    expect(lesson).toContain('AssertionError: 2 != 3');
    expect(lesson).toContain('- 1. ✓ ran the test');
  });

  it('tells the last steps only', () => {
    const steps = Array.from({ length: 20 }, (_, index) => `step ${index + 1}`);

    const lesson = lessonOf({ kind: 'limit', reason: 'Too many turns.' }, steps);

    expect(lesson).not.toContain('step 12\n');
    expect(lesson).toContain('- step 13\n');
    expect(lesson).toContain('- step 20\n');
  });

  it('tells the attempts of one run apart by how they ended', () => {
    const kinds: AttemptOutcome['kind'][] = [
      'accepted',
      'refused',
      'limit',
      'gave-up',
      'asked',
      'stopped',
      'failed',
    ];

    const lessons = kinds.map((kind) => lessonOf(outcomeOfKind(kind, 'why'), []));

    expect(new Set(lessons).size).toBe(kinds.length);
  });
});
