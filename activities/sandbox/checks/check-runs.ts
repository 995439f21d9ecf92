import type { CheckRun, RunChecksRequest } from '@fixpoint/contracts/sandbox-activities.ts';
import { clip } from '@fixpoint/proof/lesson.ts';
import { classifyTestRun } from '@fixpoint/proof/outcome.ts';
import { reportEnvironment } from '@fixpoint/proof/report-environment.ts';
import type { SandboxPorts } from '../ports.ts';
import type { CheckPlace } from './check-place.ts';
import { clearReports, readReports } from './reports.ts';
import { type CommandRun, runCommand } from './run-command.ts';

const EXCERPT_CHARS = 2_000;

export interface CheckContext {
  readonly ports: SandboxPorts;
  readonly request: RunChecksRequest;
  readonly place: CheckPlace;
  readonly signal: AbortSignal;
}

/** Runs a test command and classifies it by its reports; `testId` is null for the project's whole suite. */
export async function runTests(
  context: CheckContext,
  what: Pick<CheckRun, 'name' | 'on' | 'command'>,
  testId: string | null,
): Promise<CheckRun> {
  const { ports, request, place, signal } = context;
  const { env, reportFiles } = reportEnvironment(what.command, ...(await readTestScripts(context)));
  await clearReports(place.helper);
  const run = await runCommand(ports, request.spec, place, what.command, env, signal);
  const reports = await readReports(place.helper, reportFiles);
  const { exitCode, timedOut, output } = run;
  return toCheckRun(
    context,
    what,
    run,
    classifyTestRun({ command: what.command, testId, exitCode, timedOut, output, reports }),
  );
}

export async function runBuild(context: CheckContext, command: string): Promise<CheckRun> {
  const { ports, request, place, signal } = context;
  const run = await runCommand(ports, request.spec, place, command, {}, signal);
  const outcome = run.timedOut ? 'timed-out' : run.exitCode === 0 ? 'passed' : 'failed-by-error';
  return toCheckRun(context, { name: 'build', on: 'head', command }, run, outcome);
}

/** The texts that may choose a test reporter: read of the tree before anything ran on it. */
async function readTestScripts({ place }: CheckContext): Promise<string[]> {
  const output = await place.helper.run(
    `for path in package.json scripts/test.sh; do git show ":$path" 2> /dev/null || :; printf '\\0'; done`,
  );
  return output.toString().split('\0');
}

async function toCheckRun(
  { ports }: CheckContext,
  what: Pick<CheckRun, 'name' | 'on' | 'command'>,
  { exitCode, durationMs, output }: CommandRun,
  outcome: CheckRun['outcome'],
): Promise<CheckRun> {
  const excerpt = clip(output, EXCERPT_CHARS);
  return {
    ...what,
    exitCode,
    outcome,
    durationMs,
    excerpt,
    output: await ports.blobs.put(Buffer.from(output)),
  };
}
