import type { CaseStatus, TestCase, TestReport } from './test-report.ts';

const RECOGNISED = /^TAP version 1[34]\b|^1\.\.\d+\b/m;
const SUBTEST = /^( *)# Subtest: (.*)$/;
const RESULT = /^( *)(not )?ok\b(?: +\d+)?(?: +-)? ?(.*)$/;
const DIRECTIVE = / # ?(SKIP|TODO)\b.*$/i;
const INDENT = 4;

interface Open {
  readonly path: readonly string[];
  readonly ok: boolean;
  readonly directive: boolean;
  readonly diagnostics: Map<string, string>;
}

/** The Test Anything Protocol, with the subtests and diagnostics that `node --test` writes. */
export function parseTap(text: string): TestReport | null {
  if (!RECOGNISED.test(text)) return null;
  const suites: string[] = [];
  const results: Open[] = [];
  let diagnosticsIndent: number | null = null;
  for (const line of text.split('\n')) {
    if (diagnosticsIndent !== null) {
      const closed = line === `${' '.repeat(diagnosticsIndent)}...`;
      if (closed) diagnosticsIndent = null;
      else readDiagnostic(line, diagnosticsIndent, results.at(-1));
      continue;
    }
    const marker = /^( *)---\s*$/.exec(line);
    if (marker !== null && results.length > 0) diagnosticsIndent = (marker[1] ?? '').length;
    else readLine(line, suites, results);
  }
  return { cases: results.flatMap(toCase), unnamedPasses: 0 };
}

function readLine(line: string, suites: string[], results: Open[]): void {
  const subtest = SUBTEST.exec(line);
  if (subtest !== null) {
    suites.length = Math.min(suites.length, depthOf(subtest[1]));
    suites.push(subtest[2] ?? '');
    return;
  }
  const result = RESULT.exec(line);
  if (result === null) return;
  const name = (result[3] ?? '').replace(DIRECTIVE, '').trim();
  results.push({
    path: [...suites.slice(0, depthOf(result[1])), name],
    ok: result[2] === undefined,
    directive: DIRECTIVE.test(line),
    diagnostics: new Map(),
  });
}

function depthOf(indent: string | undefined): number {
  return Math.floor((indent ?? '').length / INDENT);
}

/** Only the keys of the block itself: deeper lines are values, which a test can choose. */
function readDiagnostic(line: string, indent: number, result: Open | undefined): void {
  const pair = /^( *)(\w+): '?([^']*)/.exec(line);
  if (pair?.[1]?.length === indent && pair[2] !== undefined) result?.diagnostics.set(pair[2], pair[3] ?? '');
}

function toCase(result: Open): TestCase[] {
  const kind = result.diagnostics.get('failureType');
  if (result.diagnostics.get('type') === 'suite' && (result.ok || kind === 'subtestsFailed')) return [];
  return [{ paths: [result.path], status: statusOf(result) }];
}

function statusOf({ ok, directive, diagnostics }: Open): CaseStatus {
  if (directive) return 'skipped';
  if (ok) return 'passed';
  const isNode = diagnostics.has('failureType');
  const byAssertion =
    diagnostics.get('code') === 'ERR_ASSERTION' || diagnostics.get('name') === 'AssertionError';
  return isNode && !byAssertion ? 'error' : 'failed';
}
