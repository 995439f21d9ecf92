/** Where test runners write their reports; it must be there before they start, and empty. */
export const REPORT_FOLDER = '/tmp/fixpoint-report';

const PYTEST_REPORT = `${REPORT_FOLDER}/pytest.xml`;
const NODE_REPORT = `${REPORT_FOLDER}/node.xml`;

export interface ReportEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Those that exist after the run are read as `TestRun.reports`. */
  readonly reportFiles: readonly string[];
}

/**
 * The environment that makes pytest and `node --test` write JUnit reports, and changes nothing for other commands.
 *
 * @param scripts the command and the scripts that it may run, such as the text of package.json: Node refuses to start when
 * they choose a reporter of their own, so then it is not given one.
 */
export function reportEnvironment(...scripts: readonly (string | null)[]): ReportEnvironment {
  const ownReporter = scripts.some((script) => script?.includes('--test-reporter'));
  const node = [
    '--test-reporter=spec --test-reporter-destination=stdout',
    `--test-reporter=junit --test-reporter-destination=${NODE_REPORT}`,
  ].join(' ');
  return {
    env: {
      PYTEST_ADDOPTS: `--junitxml=${PYTEST_REPORT}`,
      ...(ownReporter ? {} : { NODE_OPTIONS: node }),
    },
    reportFiles: ownReporter ? [PYTEST_REPORT] : [PYTEST_REPORT, NODE_REPORT],
  };
}
