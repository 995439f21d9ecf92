import type { CheckReport, CheckRun, RunChecksRequest } from '@fixpoint/contracts/sandbox-activities.ts';
import { findGateViolations } from '@fixpoint/proof/gates.ts';
import { type CheckPlace, withCheckPlace } from './checks/check-place.ts';
import { type CheckContext, runBuild, runTests } from './checks/check-runs.ts';
import { readFileChanges } from './checks/file-changes.ts';
import { isGreen, judgeGreen, judgeRed } from './checks/judge.ts';
import type { SandboxPorts } from './ports.ts';
import { checkOutTree, layOver } from './workspace/checkout.ts';
import { receiveBase, receiveSnapshot } from './workspace/mirror.ts';
import type { CheckName, Workspaces } from './workspace/workspaces.ts';

const TOO_LARGE = 'Make the change smaller: it is more than can be looked at.';

/**
 * Runs the checks of a phase in fresh containers, on committed files only. Red tests are a result.
 *
 * @throws FixpointError of the engine, the store and the mirror; the signal's reason
 */
export async function runChecks(
  ports: SandboxPorts,
  workspaces: Workspaces,
  request: RunChecksRequest,
  signal: AbortSignal,
): Promise<CheckReport> {
  const inPlace = <T>(name: CheckName, use: (context: CheckContext) => Promise<T>): Promise<T> =>
    workspaces.useCheck(request.spec, name, (id) =>
      withCheckPlace(ports, request.spec, id, async (place) => {
        await receiveBoth(ports, place, request);
        signal.throwIfAborted();
        return use({ ports, request, place, signal });
      }),
    );
  if (request.phase === 'red') return judgeRed(await inPlace('red', runRed));
  const [{ newTest, findings }, projectRuns] = await Promise.all([
    inPlace('green', runNewTest),
    inPlace('project', runProject),
  ]);
  return judgeGreen([newTest, ...projectRuns], findings);
}

async function receiveBoth(
  ports: SandboxPorts,
  { helper }: CheckPlace,
  { spec, head }: RunChecksRequest,
): Promise<void> {
  await receiveBase(helper, ports.blobs, spec);
  await receiveSnapshot(helper, ports.blobs, head);
}

async function runRed(context: CheckContext): Promise<CheckRun> {
  const { place, request } = context;
  await checkOutTree(place.helper, request.spec.baseSha);
  await layOver(place.helper, request.head.sha, request.test.files);
  return runTests(
    context,
    { name: 'new test', on: 'base', command: request.test.command },
    request.test.testId,
  );
}

async function runNewTest(
  context: CheckContext,
): Promise<{ readonly newTest: CheckRun; readonly findings: readonly string[] }> {
  const { place, request } = context;
  const { spec, head, test } = request;
  await checkOutTree(place.helper, head.sha);
  const changes = await readFileChanges(place.helper, spec.baseSha, head.sha);
  const findings = changes === null ? [TOO_LARGE] : findGateViolations(changes, test);
  const newTest = await runTests(
    context,
    { name: 'new test', on: 'head', command: test.command },
    test.testId,
  );
  return { newTest, findings };
}

/** The build and then the tests, as the project has them: each in a container of its own, on what the build left. */
async function runProject(context: CheckContext): Promise<CheckRun[]> {
  const { place, request } = context;
  const { buildCommand, testCommand } = request.facts;
  await checkOutTree(place.helper, request.head.sha);
  const runs: CheckRun[] = [];
  if (buildCommand !== null) {
    const build = await runBuild(context, buildCommand);
    runs.push(build);
    if (!isGreen(build)) return runs;
  }
  if (testCommand !== null) {
    runs.push(await runTests(context, { name: 'project tests', on: 'head', command: testCommand }, null));
  }
  return runs;
}
