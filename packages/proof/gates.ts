import type { DeclaredTest } from '@fixpoint/contracts/project.ts';
import { assertionLines, countSkips, testLines } from './count-markers.ts';
import { type FileChange, isTestFile } from './file-change.ts';
import { runnerFindings } from './runner-config.ts';

const MAX_FINDINGS_PER_FILE = 5;

const OFF_LIMITS = [
  /^\.(?:github|gitea|forgejo)\/(?:workflows|actions)\//,
  /^\.circleci\//,
  /^(?:\.gitlab-ci\.yml|\.travis\.yml|\.drone\.yml|azure-pipelines\.yml|Jenkinsfile|bitbucket-pipelines\.yml)$/,
  /(?:^|\/)(?:rules\.ai\.txt|AGENTS\.md|CLAUDE\.md)$/i,
  /^\.github\/copilot-instructions\.md$/i,
];

/**
 * What speaks against a change although its tests are green: deleted, skipped or weakened tests, files that are off
 * limits, no fix at all. Each finding is one sentence that says what to change; none means that the change may pass.
 */
export function findGateViolations(changes: readonly FileChange[], test: DeclaredTest): readonly string[] {
  const findings = changes.flatMap((change) => [
    ...offLimits(change),
    ...runnerFindings(change),
    ...(isTestFile(change.path) ? testFindings(change) : []),
  ]);
  return [...findings, ...fixFindings(changes, test)];
}

function offLimits({ path }: FileChange): readonly string[] {
  return OFF_LIMITS.some((pattern) => pattern.test(path))
    ? [`Undo the change to ${path}: it is off limits.`]
    : [];
}

function testFindings({ path, status, before, after }: FileChange): readonly string[] {
  if (status === 'deleted') return [`Restore the test file ${path}: existing tests stay.`];
  const skips = countSkips(after) - countSkips(before);
  const tests = missing(testLines(before), testLines(after));
  const assertions = missing(assertionLines(before), assertionLines(after));
  return [
    ...(skips > 0
      ? [`Take the ${skips} added skip, only, todo or expected-failure marks out of ${path}.`]
      : []),
    ...tests.map((line) => `Restore the test \`${line}\` in ${path}: existing tests stay.`),
    // A test that is gone took its assertions along.
    ...(tests.length > 0 ? [] : assertions).map(
      (line) => `Restore the assertion \`${line}\` in ${path}: what existing tests expect stays.`,
    ),
  ].slice(0, MAX_FINDINGS_PER_FILE);
}

/** Lines of `before` that `after` has no longer, or fewer times: adding others does not make up for them. */
function missing(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = [...after];
  return before.filter((line) => {
    const at = left.indexOf(line);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}

function fixFindings(changes: readonly FileChange[], test: DeclaredTest): readonly string[] {
  const ofTest = new Set(test.files.map((path) => path.replace(/^\.\//, '')));
  const isFix = ({ path }: FileChange) => !ofTest.has(path) && !isTestFile(path);
  return changes.some(isFix) ? [] : ['Change the code itself: there is no fix, only tests.'];
}
