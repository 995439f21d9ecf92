import type { TestOutcome } from '@fixpoint/contracts/sandbox-activities.ts';
import { lastNameOf, matchCases } from './match-test.ts';
import { parseGoJson } from './parse-go-json.ts';
import { parseGoText } from './parse-go-text.ts';
import { parseJunit } from './parse-junit.ts';
import { parseNodeSpec } from './parse-node-spec.ts';
import { parsePytestText } from './parse-pytest-text.ts';
import { parseTap } from './parse-tap.ts';
import { parseUnittest } from './parse-unittest.ts';
import { mergeReports, type ReportParser, type TestCase, type TestReport } from './test-report.ts';

const MAX_OUTPUT_CHARS = 8 * 1024 * 1024;
const TEXT_PARSERS: readonly ReportParser[] = [
  parseGoJson,
  parseTap,
  parseUnittest,
  parsePytestText,
  parseGoText,
  parseNodeSpec,
];

export interface TestRun {
  readonly command: string;
  /** The test that has to have run; null for a project's whole suite. */
  readonly testId: string | null;
  /** Null when the process was killed. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** What was printed, both streams. */
  readonly output: string;
  /** The contents of the report files that were written, see `reportEnvironment`. */
  readonly reports?: readonly string[];
}

/**
 * How a test command ended. Report files are believed before printed text, which any program can imitate; the exit code
 * alone proves neither a failed nor a passed test.
 */
export function classifyTestRun(run: TestRun): TestOutcome {
  if (run.timedOut) return 'timed-out';
  const report = readReport(run);
  return run.testId === null ? classifySuite(run, report) : classifyTest(run, run.testId, report);
}

function readReport({ reports = [], output, exitCode }: TestRun): TestReport | null {
  const files = mergeReports(reports.map(parseJunit));
  const explains = exitCode === 0 || files?.cases.some(isRed);
  if (files !== null && explains) return files;
  const clipped = output.slice(-MAX_OUTPUT_CHARS).replaceAll('\r\n', '\n').replaceAll(ANSI_STYLE, '');
  const printed = mergeReports(TEXT_PARSERS.map((parse) => parse(clipped)));
  // A failure that the file does not show: Node leaves a test with subtests out of it.
  return printed?.cases.some(isRed) || files === null ? printed : files;
}

function classifyTest(run: TestRun, testId: string, report: TestReport | null): TestOutcome {
  if (report === null) return run.exitCode === 0 ? 'not-run' : 'failed-by-error';
  const matched = matchCases(report.cases, testId);
  if (matched.length > 0) return withExitCode(run, outcomeOf(matched));
  if (report.cases.some((testcase) => testcase.status === 'error')) return 'failed-by-error';
  const passedUnnamed = report.unnamedPasses > 0 && mentions(run.command, testId);
  return passedUnnamed ? withExitCode(run, 'passed') : 'not-run';
}

function classifySuite(run: TestRun, report: TestReport | null): TestOutcome {
  if (report === null) return run.exitCode === 0 ? 'passed' : 'failed-by-error';
  const outcome = outcomeOf(report.cases);
  return withExitCode(run, outcome === 'not-run' && report.unnamedPasses > 0 ? 'passed' : outcome);
}

/** A run that fails although its tests passed broke elsewhere. */
function withExitCode(run: TestRun, outcome: TestOutcome): TestOutcome {
  return outcome === 'passed' && run.exitCode !== 0 ? 'failed-by-error' : outcome;
}

function outcomeOf(cases: readonly TestCase[]): TestOutcome {
  const has = (status: TestCase['status']) => cases.some((testcase) => testcase.status === status);
  if (has('error')) return 'failed-by-error';
  if (has('failed')) return 'failed-by-assertion';
  return has('passed') ? 'passed' : 'not-run';
}

function isRed({ status }: TestCase): boolean {
  return status === 'failed' || status === 'error';
}

function mentions(command: string, testId: string): boolean {
  const words = command.split(/[^\p{L}\p{N}_]+/u);
  return command.includes(testId) || words.includes(lastNameOf(testId));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what colours begin with.
const ANSI_STYLE = /\u001b\[[\d;]{0,20}m/g;
