import type { CaseStatus, TestCase, TestReport } from './test-report.ts';

const RECOGNISED = /^(?:ok {2}\t|FAIL\t|\? {3}\t)\S+/m;
const RESULT = /^ *--- (PASS|FAIL|SKIP): (\S+)(?: \([\d.]+s\))?$/;
const BROKEN_PACKAGE = /^FAIL\t(\S+) \[(?:build|setup) failed\]$/;
const PASSED_PACKAGE = /^ok {2}\t\S+\t(?!.*\[no test(?:s to run| files)\])/;

/** What `go test` prints, with `-v` or without. */
export function parseGoText(text: string): TestReport | null {
  if (!RECOGNISED.test(text)) return null;
  const cases: TestCase[] = [];
  let passedPackages = 0;
  for (const line of text.split('\n')) {
    const result = RESULT.exec(line);
    const broken = BROKEN_PACKAGE.exec(line);
    if (result !== null)
      cases.push({ paths: [(result[2] ?? '').split('/')], status: statusOf(result[1] ?? '') });
    else if (broken !== null) cases.push({ paths: [[broken[1] ?? '']], status: 'error' });
    else if (line.startsWith('panic: ')) panicked(cases);
    else if (PASSED_PACKAGE.test(line)) passedPackages += 1;
  }
  const named = cases.some((testcase) => testcase.status === 'passed');
  return { cases, unnamedPasses: named ? 0 : passedPackages };
}

/** A panic ends the process, right after the test in which it happened was reported. */
function panicked(cases: TestCase[]): void {
  const last = cases.pop();
  cases.push({ paths: last?.paths ?? [['panic']], status: 'error' });
}

export function statusOf(word: string): CaseStatus {
  switch (word.toUpperCase()) {
    case 'PASS':
      return 'passed';
    case 'SKIP':
      return 'skipped';
    default:
      return 'failed';
  }
}
