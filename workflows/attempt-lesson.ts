import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { AttemptOutcome } from '@fixpoint/contracts/workflows.ts';
import { lessonFrom } from '@fixpoint/proof/lesson.ts';

const LAST_STEPS = 8;
const MAX_LESSON_LENGTH = 4_000;

/** What the next attempt is told of this one, so that it does not start from zero and not identically. */
export function lessonOf(outcome: AttemptOutcome, steps: readonly string[]): string {
  const lastSteps = steps.slice(-LAST_STEPS).map((step) => `- ${step}`);
  return [ending(outcome), 'Its last steps were:', ...lastSteps, 'Do not repeat them: take another way.']
    .join('\n')
    .slice(0, MAX_LESSON_LENGTH);
}

function ending(outcome: AttemptOutcome): string {
  switch (outcome.kind) {
    case 'accepted':
      return 'The attempt before was accepted.';
    case 'asked':
      return `The attempt before asked: ${outcome.question}`;
    case 'gave-up':
      return `The attempt before gave up: ${outcome.reason}`;
    case 'stopped':
      return 'The attempt before was stopped.';
    case 'failed':
      return `The attempt before could not go on. ${outcome.reason}`;
    case 'limit':
      return `The attempt before ran into a limit. ${outcome.reason}`;
    case 'refused':
      return `The attempt before submitted, and the checks refused it. ${outcome.reason}\n${lessonFrom(outcome.report)}`;
    default:
      return assertNever(outcome);
  }
}
