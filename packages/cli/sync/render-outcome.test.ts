import { expect, test } from 'vitest';
import { renderOutcome } from './render-outcome.ts';

const at = { workflowId: 'sync:shop-1', startedAt: '2026-03-01T00:00:00Z' };
const counts = { created: { a: 0, b: 0 }, updated: 0, tombstoned: 0, failed: 0, failures: [], conflicts: 0 };

test('says what a sync did, and nothing of what it did not', () => {
  const some = { ...counts, created: { a: 0, b: 2 }, failed: 1, conflicts: 3 };

  expect(renderOutcome({ ...at, status: 'completed', counts })).toBe('nothing changed');
  expect(renderOutcome({ ...at, status: 'completed', counts: some })).toBe(
    '2 created at b, 1 failed, 3 conflicts',
  );
});

test('says why it failed, on one line', () => {
  const message = 'The forge refuses the token.\nMend it.\u001b[31m';

  expect(renderOutcome({ ...at, status: 'failed', message })).toBe(
    'failed: The forge refuses the token. Mend it.',
  );
  expect(renderOutcome({ ...at, status: 'running' })).toBe('running');
});
