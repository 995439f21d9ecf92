import type { CaseStatus, TestCase, TestReport } from './test-report.ts';
import { unittestPath } from './unittest-name.ts';

const RAN = /^Ran (\d+) tests? in [\d.]+s$/gm;
/** The ruler before it is what a message of a test does not have. */
const SECTION = /^={70}\n(FAIL|ERROR|UNEXPECTED SUCCESS): (.+)$/gm;
const RESULT_MARK = ' ... ';
const NAME = /^\w+ \([\w.]+\)/;
const COUNTED = /\b(?:skipped|expected failures)=(\d+)/g;

/** What Python's `unittest` prints, with `-v` or without. */
export function parseUnittest(text: string): TestReport | null {
  const total = sum(text.matchAll(RAN));
  if (total === null) return null;
  const statuses = new Map<string, CaseStatus>();
  for (const [name, status] of verboseLines(text)) statuses.set(name, status);
  for (const [, kind, heading = ''] of text.matchAll(SECTION)) {
    const name = /^\S+ \([\w.]+\)/.exec(heading)?.[0] ?? heading;
    const status = kind === 'ERROR' || statuses.get(name) === 'error' ? 'error' : 'failed';
    statuses.set(name, status);
  }
  const cases = [...statuses].map(([name, status]): TestCase => ({ paths: [unittestPath(name)], status }));
  const namedSkips = cases.filter((testcase) => testcase.status === 'skipped').length;
  const unnamedSkips = Math.max(0, (sum(text.matchAll(COUNTED)) ?? 0) - namedSkips);
  return { cases, unnamedPasses: Math.max(0, total - cases.length - unnamedSkips) };
}

/** A test with a docstring has its name on the line before its result. */
function* verboseLines(text: string): Iterable<readonly [string, CaseStatus]> {
  let pending: string | null = null;
  for (const line of text.split('\n')) {
    const mark = line.lastIndexOf(RESULT_MARK);
    const own = NAME.exec(line.trimStart())?.[0] ?? null;
    const name = own ?? pending;
    const status = mark === -1 ? null : statusOf(line.slice(mark + RESULT_MARK.length));
    if (name !== null && status !== null) yield [name, status];
    pending = own === line ? own : null;
  }
}

function statusOf(word: string): CaseStatus | null {
  switch (word) {
    case 'ok':
      return 'passed';
    case 'FAIL':
    case 'unexpected success':
      return 'failed';
    case 'ERROR':
      return 'error';
    case 'expected failure':
      return 'skipped';
    default:
      return word.startsWith('skipped ') ? 'skipped' : null;
  }
}

function sum(matches: Iterable<RegExpExecArray>): number | null {
  let total: number | null = null;
  for (const match of matches) total = (total ?? 0) + Number(match[1]);
  return total;
}
