import { isAssertionFailure } from './assertion-failure.ts';
import type { CaseStatus, TestCase, TestReport } from './test-report.ts';

const COUNTS = /^(?:=+ )?((?:\d+ [a-z]+(?:, )?){1,8}|no tests ran) in [\d.]+s\b/gm;
const SHORT_SUMMARY = /^(FAILED|ERROR) (.*)$/gm;
const VERBOSE_RESULT = / (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b/;

/** What pytest prints; its JUnit report says more, where there is one. */
export function parsePytestText(text: string): TestReport | null {
  const counts = [...text.matchAll(COUNTS)].map((match) => match[1] ?? '');
  if (counts.length === 0) return null;
  const statuses = new Map<string, CaseStatus>();
  for (const [id, status] of verboseLines(text)) statuses.set(id, status);
  for (const [, word, rest = ''] of text.matchAll(SHORT_SUMMARY)) {
    const [id = '', message = ''] = rest.split(' - ', 2);
    const byAssertion = word === 'FAILED' && isAssertionFailure({ type: '', message, text: '' });
    statuses.set(id, byAssertion ? 'failed' : 'error');
  }
  const cases = [...statuses].map(([id, status]): TestCase => ({ paths: [pathOf(id)], status }));
  const named = cases.filter((testcase) => testcase.status === 'passed').length;
  return { cases, unnamedPasses: Math.max(0, countPassed(counts) - named) };
}

function* verboseLines(text: string): Iterable<readonly [string, CaseStatus]> {
  for (const line of text.split('\n')) {
    const result = VERBOSE_RESULT.exec(line);
    const id = line.slice(0, result?.index ?? 0);
    if (result !== null && id.includes('::')) yield [id, statusOf(result[1] ?? '')];
  }
}

function statusOf(word: string): CaseStatus {
  if (word === 'PASSED' || word === 'XPASS') return 'passed';
  return word === 'SKIPPED' || word === 'XFAIL' ? 'skipped' : 'error';
}

function pathOf(id: string): string[] {
  const [file = '', ...names] = id.split('::');
  return [...file.replace(/\.py$/, '').split('/'), ...names];
}

function countPassed(counts: readonly string[]): number {
  return counts.reduce((sum, line) => sum + Number(/(\d+) passed/.exec(line)?.[1] ?? 0), 0);
}
