import { safeLine } from '@fixpoint/issue-cli/output/safe-text.ts';
import type { SyncOutcome } from './outcome.ts';

const MAX_MESSAGE_CHARS = 200;

/** In a few words, for the last column of a table. */
export function renderOutcome(outcome: SyncOutcome): string {
  switch (outcome.status) {
    case 'completed': {
      const { created, updated, failed, conflicts } = outcome.counts;
      const counts = [
        [created.a, 'created at a'],
        [created.b, 'created at b'],
        [updated, 'updated'],
        [failed, 'failed'],
        [conflicts, 'conflicts'],
      ] as const;
      const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
      return told.length === 0 ? 'nothing changed' : told.join(', ');
    }
    case 'failed':
      return `failed: ${safeLine(outcome.message).slice(0, MAX_MESSAGE_CHARS)}`;
    default:
      return outcome.status;
  }
}
