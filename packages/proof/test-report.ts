/** How one test ended. `failed` is a failed assertion, `error` is anything else that went wrong. */
export type CaseStatus = 'passed' | 'failed' | 'error' | 'skipped';

export interface TestCase {
  /** The names by which frameworks know this test, each from the outermost suite or module to the test itself. */
  readonly paths: readonly (readonly string[])[];
  readonly status: CaseStatus;
}

/** What a run says about itself, whatever the framework. */
export interface TestReport {
  readonly cases: readonly TestCase[];
  /** Tests that passed without being named: many runners only count them. */
  readonly unnamedPasses: number;
}

/** Reads one format; null when the text is not of it. It never throws, whatever the text. */
export type ReportParser = (text: string) => TestReport | null;

/** More suites than this say nothing more about a test, and hostile reports have many. */
const MAX_PATH_LENGTH = 12;

/** One report of what several say; null when there is none. */
export function mergeReports(reports: readonly (TestReport | null)[]): TestReport | null {
  const present = reports.filter((report) => report !== null);
  if (present.length === 0) return null;
  return {
    cases: present.flatMap((report) => report.cases.map(shorten)),
    unnamedPasses: present.reduce((sum, report) => sum + report.unnamedPasses, 0),
  };
}

function shorten({ paths, status }: TestCase): TestCase {
  return { paths: paths.map((path) => path.slice(-MAX_PATH_LENGTH)), status };
}
