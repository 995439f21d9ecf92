import { test } from 'vitest';
import { checkConvergence, checkCrashes, checkDryRun } from './testing/sync-properties.ts';

const NUM_RUNS = 100;
const TIMEOUT_MS = 120_000;

test('quiet trackers come to agree, and no edit is lost', () => checkConvergence(NUM_RUNS), TIMEOUT_MS);

test('a dry run writes nothing, and its plan is what the run does', () => checkDryRun(NUM_RUNS), TIMEOUT_MS);

test('a run that dies anywhere leaves nothing twice', () => checkCrashes(NUM_RUNS), TIMEOUT_MS);
