import { describe, expect, test } from 'vitest';
import { parseGoJson } from './parse-go-json.ts';
import { parseGoText } from './parse-go-text.ts';
import { parseJunit } from './parse-junit.ts';
import { parseNodeSpec } from './parse-node-spec.ts';
import { parsePytestText } from './parse-pytest-text.ts';
import { parseTap } from './parse-tap.ts';
import { parseUnittest } from './parse-unittest.ts';
import type { ReportParser } from './test-report.ts';
import { readFixture } from './testing/read-fixture.ts';

/** Each test's first name and how it ended. */
function summary(parse: ReportParser, text: string): Record<string, string> {
  const cases = parse(text)?.cases ?? [];
  return Object.fromEntries(cases.map((testcase) => [testcase.paths[0]?.join(' > ') ?? '', testcase.status]));
}

const NODE_CASES = {
  adds: 'failed',
  'ok one': 'passed',
  boom: 'error',
  skipped: 'skipped',
  'todo thing': 'skipped',
  'suite a > inner fails': 'failed',
  'suite a > inner ok': 'passed',
  custom: 'error',
};

const PYTEST_CASES = {
  test_add: 'failed',
  test_ok: 'passed',
  test_boom: 'error',
  test_skipped: 'skipped',
  test_xf: 'skipped',
  'test_param[1]': 'passed',
  'test_param[2]': 'failed',
  test_fixture: 'error',
  test_raises: 'failed',
  test_fail_call: 'failed',
  test_sub: 'failed',
  test_u: 'failed',
};

test('JUnit of pytest', () => {
  const expected = Object.entries(PYTEST_CASES).map(([name, status]) => [`pytest > ${name}`, status]);
  expect(summary(parseJunit, readFixture('pytest.xml'))).toEqual(Object.fromEntries(expected));
  expect(parseJunit(readFixture('pytest.xml'))?.cases[0]?.paths[1]).toEqual([
    'tests',
    'test_calc',
    'test_add',
  ]);
});

test('JUnit of pytest that could not collect', () => {
  expect(Object.values(summary(parseJunit, readFixture('pytest-collection-error.xml')))).toEqual([
    'error',
    'error',
  ]);
});

test('JUnit of node:test', () => {
  expect(summary(parseJunit, readFixture('node.xml'))).toEqual(NODE_CASES);
  expect(summary(parseJunit, readFixture('node-import-error.xml'))).toEqual({ 'broken.test.mjs': 'error' });
  expect(summary(parseJunit, readFixture('node-odd.xml'))).toEqual({
    'async leak': 'passed',
    timeout: 'error',
    [`with <b> & &quot;quotes&quot; & ]]> ${String.fromCharCode(7)} bell`]: 'failed',
    'assert.fail': 'failed',
    expectation: 'failed',
    'hooked > inner': 'error',
    'parent > child': 'failed',
  });
});

test('JUnit in the shapes of vitest and Gradle', () => {
  const vitest = `<testsuites><testsuite name="src/a.test.ts"><testcase classname="src/a.test.ts" name="sum &gt; adds">
    <failure message="expected 3 to be 4" type="AssertionError">AssertionError: expected 3 to be 4</failure></testcase>
    <testcase name="breaks"><failure message="x is not a function" type="TypeError">assert</failure></testcase></testsuite></testsuites>`;
  const gradle = `<testsuite name="com.example.CalcTest"><testcase name="adds()" classname="com.example.CalcTest">
    <failure message="expected: &lt;3&gt;" type="org.opentest4j.AssertionFailedError">at</failure></testcase>
    <testcase name="npe()" classname="com.example.CalcTest"><failure type="java.lang.NullPointerException">assert</failure></testcase></testsuite>`;

  expect(Object.values(summary(parseJunit, vitest))).toEqual(['failed', 'error']);
  expect(Object.values(summary(parseJunit, gradle))).toEqual(['failed', 'error']);
});

test('entities that a document declares are not expanded', () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
    <testsuites><testsuite name="s"><testcase name="&b;"/></testsuite></testsuites>`;

  const names = parseJunit(bomb)?.cases.flatMap((testcase) => testcase.paths.flat()) ?? [];

  expect(names.join(' ')).not.toContain('aaaa');
});

test('TAP of node:test', () => {
  expect(summary(parseTap, readFixture('node.tap'))).toEqual(NODE_CASES);
});

test('TAP without diagnostics', () => {
  const text =
    '1..4\nok 1 - fine\nnot ok 2 broken\nok 3 - later # SKIP no\nnot ok 4 - some day # TODO\n# ok 5 - printed';

  expect(summary(parseTap, text)).toEqual({
    fine: 'passed',
    broken: 'failed',
    later: 'skipped',
    'some day': 'skipped',
  });
});

test('what node:test prints for people', () => {
  expect(summary(parseNodeSpec, readFixture('node-spec.txt'))).toEqual(NODE_CASES);
  expect(summary(parseNodeSpec, readFixture('node-parent-spec.txt'))).toEqual({
    'parent > child': 'passed',
    parent: 'failed',
  });
  expect(summary(parseNodeSpec, readFixture('node-odd-spec.txt'))).toMatchObject({
    timeout: 'error',
    'parent > child': 'failed',
    expectation: 'failed',
    'hooked > inner': 'error',
  });
});

describe('unittest', () => {
  const failing = {
    'tests > test_ut > TestU > test_error': 'error',
    'tests > test_ut > TestU > test_fail': 'failed',
    'tests > test_ut > TestU > test_sub': 'failed',
    'tests > test_ut > TestU > test_unexpected': 'failed',
  };

  test('names what failed and counts the rest', () => {
    expect(summary(parseUnittest, readFixture('unittest.txt'))).toEqual(failing);
    expect(parseUnittest(readFixture('unittest.txt'))?.unnamedPasses).toBe(1);
  });

  test('names everything with -v', () => {
    expect(summary(parseUnittest, readFixture('unittest-verbose.txt'))).toEqual({
      ...failing,
      'tests > test_ut > TestU > test_pass': 'passed',
      'tests > test_ut > TestU > test_skip': 'skipped',
      'tests > test_ut > TestU > test_expected': 'skipped',
    });
    expect(parseUnittest(readFixture('unittest-verbose.txt'))?.unnamedPasses).toBe(0);
  });

  test('a module that cannot be imported is an error', () => {
    expect(Object.values(summary(parseUnittest, readFixture('unittest-import-error.txt')))).toEqual([
      'error',
      'error',
    ]);
  });
});

test('what pytest prints', () => {
  const byName = (name: string) =>
    name.startsWith('test_sub') || name.startsWith('test_u') ? `TestU > ${name}` : name;
  const all = Object.entries(PYTEST_CASES).map(([name, status]) => [
    `tests > test_calc > ${byName(name)}`,
    status,
  ]);

  expect(summary(parsePytestText, readFixture('pytest-verbose.txt'))).toEqual(Object.fromEntries(all));
  const red = all.filter(([, status]) => status === 'failed' || status === 'error');
  expect(summary(parsePytestText, readFixture('pytest-quiet.txt'))).toEqual(Object.fromEntries(red));
  expect(parsePytestText(readFixture('pytest-quiet.txt'))?.unnamedPasses).toBe(2);
});

describe('go test', () => {
  test('text', () => {
    expect(summary(parseGoText, readFixture('go.txt'))).toEqual({
      TestAdd: 'failed',
      TestTable: 'failed',
      'TestTable > one_two': 'failed',
    });
    expect(summary(parseGoText, readFixture('go-verbose.txt'))).toMatchObject({
      TestAdd: 'failed',
      TestOk: 'passed',
      TestSkip: 'skipped',
      TestZPanic: 'error',
      'example.org/calc/bad': 'error',
    });
  });

  test('a package that passed counts, one without tests does not', () => {
    expect(parseGoText('ok  \texample.org/calc\t0.004s\n')).toEqual({ cases: [], unnamedPasses: 1 });
    expect(parseGoText('ok  \texample.org/calc\t0.003s [no tests to run]\n')).toEqual({
      cases: [],
      unnamedPasses: 0,
    });
  });

  test('JSON', () => {
    expect(summary(parseGoJson, readFixture('go.jsonl'))).toEqual({
      'example.org/calc/bad [example.org/calc/bad.test]': 'error',
      'example.org/calc > TestAdd': 'failed',
      'example.org/calc > TestOk': 'passed',
      'example.org/calc > TestSkip': 'skipped',
      'example.org/calc > TestTable > one_two': 'failed',
      'example.org/calc > TestTable > ok': 'passed',
      'example.org/calc > TestTable': 'failed',
      'example.org/calc > TestZPanic': 'error',
    });
  });
});
