import { readPropertyTests } from '@fixpoint/config/property-tests.ts';
import { test } from 'vitest';
import { checkDeletions } from './testing/deletion-properties.ts';
import { checkConvergence, checkCrashes, checkDryRun } from './testing/sync-properties.ts';

const { seeds: runs = 100, seed } = readPropertyTests();
/** Ten times what one seed takes on a quiet machine. */
const PER_RUN_MS = 1_000;
const timeoutMs = Math.max(120_000, runs * PER_RUN_MS);

test('quiet trackers come to agree, and no edit is lost', () => checkConvergence(runs, seed), timeoutMs);

test('a dry run writes nothing, and its plan is what the run does', () => checkDryRun(runs, seed), timeoutMs);

test('a run that dies anywhere leaves nothing twice', () => checkCrashes(runs, seed), timeoutMs);

test(
  'what was deleted stays deleted, and takes nothing else with it',
  () => checkDeletions(runs, seed),
  timeoutMs,
);
