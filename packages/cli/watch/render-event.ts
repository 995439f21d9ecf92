import { renderDuration } from '../output/duration.ts';
import type { RunEvent } from './follow-run.ts';

const STATE_TEXTS = {
  queued: 'waits to be taken',
  preparing: 'fetches the repository',
  reproducing: 'looks for a test that shows the problem',
  fixing: 'the test fails as it should; now the fix',
  checking: 'test, build and project tests in fresh containers',
  proposing: 'pushes the branch and opens the pull request',
  'in-review': 'the pull request is open for a person to review',
  'waiting-for-reply': 'asked a question in the issue',
  blocked: 'could not solve it and says why in the issue',
  merged: 'merged',
  closed: 'closed',
  stopped: 'stopped',
} as const;

/** One line of the live view: elapsed time, and what happened. */
export function renderEvent(event: RunEvent, elapsedMs: number): string {
  return `${renderDuration(elapsedMs).padStart(7)}  ${textOf(event)}`;
}

function textOf(event: RunEvent): string {
  switch (event.kind) {
    case 'state':
      return `● ${event.view.state}: ${STATE_TEXTS[event.view.state]}`;
    case 'attempt':
      return `▸ attempt ${event.attempt}`;
    case 'step':
      return `    ${event.step}`;
  }
}
