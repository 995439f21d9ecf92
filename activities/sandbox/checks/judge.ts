import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { CheckReport, CheckRun } from '@fixpoint/contracts/sandbox-activities.ts';
import { clip } from '@fixpoint/proof/lesson.ts';

const LONGEST_REASON = 500;

/** Whether a run of the head is as it has to be. A suite that ends well without naming its tests has passed. */
export function isGreen(run: CheckRun): boolean {
  return (
    run.outcome === 'passed' || (run.name !== 'new test' && run.outcome === 'not-run' && run.exitCode === 0)
  );
}

/** The report of the red phase: the new test has to fail on the base, by an assertion. */
export function judgeRed(run: CheckRun): CheckReport {
  const reason = redReason(run);
  return { phase: 'red', passed: reason === null, reason: bounded(reason), runs: [run], findings: [] };
}

/** The report of the green phase: everything passes on the head, and the gates have nothing against the change. */
export function judgeGreen(runs: readonly CheckRun[], findings: readonly string[]): CheckReport {
  const wrong = runs.find((run) => !isGreen(run));
  const reason = wrong === undefined ? (findings[0] ?? null) : greenReason(wrong);
  return { phase: 'green', passed: reason === null, reason: bounded(reason), runs, findings };
}

function redReason(run: CheckRun): string | null {
  switch (run.outcome) {
    case 'failed-by-assertion':
      return null;
    case 'passed':
      return 'The test passes on the base, so it does not show the problem. Make it fail there, by an assertion.';
    case 'failed-by-error':
      return 'The test fails on the base by an error and not by an assertion. Make it load and run there, and assert what is wrong.';
    case 'not-run':
      return 'The command did not run the declared test. Mend the command or the test id, and list every file that the test needs.';
    case 'timed-out':
      return 'The test did not end in time on the base. Make it faster, or give it a time limit of its own.';
    default:
      return assertNever(run.outcome);
  }
}

function greenReason(run: CheckRun): string {
  const what =
    run.name === 'new test' ? 'The new test' : run.name === 'build' ? 'The build' : "The project's tests";
  switch (run.outcome) {
    case 'failed-by-assertion':
      return `${what} failed on the head by an assertion. Files that are ignored or not in the change are not there.`;
    case 'failed-by-error':
    case 'passed':
      return `${what} ended on the head with an error (exit code ${run.exitCode ?? 'none'}). Files that are ignored or not in the change are not there.`;
    case 'not-run':
      return `${what} did not run on the head.`;
    case 'timed-out':
      return `${what} did not end in time on the head.`;
    default:
      return assertNever(run.outcome);
  }
}

function bounded(reason: string | null): string | null {
  return reason === null ? null : clip(reason, LONGEST_REASON);
}
