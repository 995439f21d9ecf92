import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { AttemptOutcome } from '@fixpoint/contracts/workflows.ts';
import { clip, lessonFrom } from '@fixpoint/proof/lesson.ts';

const LAST_STEPS = 8;
const MAX_STEP_LENGTH = 200;
const MAX_ENDING_LENGTH = 2_200;

/** At most 4,000 characters that the next attempt is told of this one, so that it does not start from zero and not identically. */
export function lessonOf(outcome: AttemptOutcome, steps: readonly string[]): string {
  const lastSteps = steps.slice(-LAST_STEPS).map((step) => `- ${clip(step, MAX_STEP_LENGTH)}`);
  const how = clip(ending(outcome), MAX_ENDING_LENGTH);
  return [how, 'Its last steps were:', ...lastSteps, 'Do not repeat them: take another way.'].join('\n');
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
