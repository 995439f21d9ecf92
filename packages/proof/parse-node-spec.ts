import { isAssertionLine } from './assertion-failure.ts';
import type { CaseStatus, TestCase, TestReport } from './test-report.ts';

const SUMMARY = /^ℹ tests \d+$/m;
const LINE = /^( *)(▶|✔|✖|﹣|⚠) (.*?)(?: \([\d.]+ms\))?(?: # .*)?$/su;
const FAILED_HEADING = /^✖ failing tests:$/m;
const INDENT = 2;

/** What `node --test` prints for people. */
export function parseNodeSpec(text: string): TestReport | null {
  const summary = SUMMARY.exec(text);
  if (summary === null) return null;
  const assertions = readFailures(text);
  const suites: string[] = [];
  const cases: TestCase[] = [];
  for (const line of text.slice(0, summary.index).split('\n')) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const [, indent = '', sign = '', name = ''] = match;
    const depth = indent.length / INDENT;
    const closesSuite = suites.length > depth && suites[depth] === name && sign !== '▶';
    suites.length = Math.min(suites.length, depth);
    if (sign === '▶') suites.push(name);
    else if (!closesSuite || assertions.has(name))
      cases.push({ paths: [[...suites, name]], status: statusOf(sign, name, assertions) });
  }
  return { cases, unnamedPasses: 0 };
}

/** Of each failing test, whether its first line of detail is an assertion. */
function readFailures(text: string): ReadonlyMap<string, boolean> {
  const heading = FAILED_HEADING.exec(text);
  const failures = new Map<string, boolean>();
  if (heading === null) return failures;
  const lines = text.slice(heading.index + heading[0].length).split('\n');
  for (const [index, line] of lines.entries()) {
    const name = /^✖ (.*?)(?: \([\d.]+ms\))?$/su.exec(line)?.[1];
    if (name === undefined) continue;
    failures.set(name, isAssertionLine(lines[index + 1] ?? '') && failures.get(name) !== false);
  }
  return failures;
}

function statusOf(sign: string, name: string, assertions: ReadonlyMap<string, boolean>): CaseStatus {
  if (sign === '✔') return 'passed';
  if (sign !== '✖') return 'skipped';
  return assertions.get(name) === true ? 'failed' : 'error';
}
