import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyTestRun, type TestRun } from './outcome.ts';
import { readFixture } from './testing/read-fixture.ts';

const RED: TestRun = { command: 'run it', testId: 'none', exitCode: 1, timedOut: false, output: '' };
const GREEN: TestRun = { ...RED, exitCode: 0 };

function pytest(testId: string | null): TestRun {
  return { ...RED, testId, reports: [readFixture('pytest.xml')] };
}

function node(testId: string | null): TestRun {
  return { ...RED, testId, output: readFixture('node-spec.txt'), reports: [readFixture('node.xml')] };
}

describe('a declared test', () => {
  test.each<[string, TestRun, string]>([
    ['pytest, assertion', pytest('tests/test_calc.py::test_add'), 'failed-by-assertion'],
    ['pytest, one of its parameters', pytest('test_param'), 'failed-by-assertion'],
    ['pytest, pytest.raises', pytest('test_raises'), 'failed-by-assertion'],
    ['pytest, another exception', pytest('test_boom'), 'failed-by-error'],
    ['pytest, fixture', pytest('test_fixture'), 'failed-by-error'],
    ['pytest, skipped', pytest('test_skipped'), 'not-run'],
    ['pytest, green in a green run', { ...pytest('test_ok'), exitCode: 0 }, 'passed'],
    ['pytest, green in a red run', pytest('test_ok'), 'failed-by-error'],
    [
      'pytest, import error',
      { ...RED, testId: 'test_x', reports: [readFixture('pytest-collection-error.xml')] },
      'failed-by-error',
    ],
    [
      'pytest, nothing collected',
      {
        ...RED,
        exitCode: 5,
        testId: 'test_x',
        reports: ['<testsuites><testsuite name="pytest" tests="0" /></testsuites>'],
      },
      'not-run',
    ],
    ['node, assertion', node('adds'), 'failed-by-assertion'],
    ['node, in a suite', node('suite a > inner fails'), 'failed-by-assertion'],
    ['node, another exception', node('boom'), 'failed-by-error'],
    ['node, to do', node('todo thing'), 'not-run'],
    [
      'node, not there',
      {
        ...node('never written'),
        reports: ['<testsuites><testcase name="a.test.mjs" classname="test"/></testsuites>'],
        output: '',
        exitCode: 0,
      },
      'not-run',
    ],
    [
      'node, import error',
      { ...RED, testId: 'adds', reports: [readFixture('node-import-error.xml')] },
      'failed-by-error',
    ],
    [
      'node, a test with subtests, which the report leaves out',
      {
        ...RED,
        testId: 'parent',
        output: readFixture('node-parent-spec.txt'),
        reports: [readFixture('node-parent.xml')],
      },
      'failed-by-assertion',
    ],
    [
      'node, only printed',
      { ...RED, testId: 'adds', output: readFixture('node-spec.txt') },
      'failed-by-assertion',
    ],
    ['node, TAP', { ...RED, testId: 'inner fails', output: readFixture('node.tap') }, 'failed-by-assertion'],
    [
      'unittest, assertion',
      { ...RED, testId: 'test_fail', output: readFixture('unittest.txt') },
      'failed-by-assertion',
    ],
    [
      'unittest, error',
      { ...RED, testId: 'tests.test_ut.TestU.test_error', output: readFixture('unittest.txt') },
      'failed-by-error',
    ],
    [
      'unittest, import error',
      { ...RED, testId: 'tests.test_ut.TestU.test_nope', output: readFixture('unittest-import-error.txt') },
      'failed-by-error',
    ],
    [
      'unittest, a name in a message',
      { ...RED, testId: 'test_fake', output: readFixture('unittest-verbose.txt') },
      'failed-by-error',
    ],
    [
      'unittest, green and named by the command',
      {
        ...GREEN,
        testId: 'TestU.test_pass',
        command: 'python3 -m unittest tests.test_ut.TestU.test_pass',
        output: '.\nRan 1 test in 0.000s\n\nOK\n',
      },
      'passed',
    ],
    [
      'unittest, green and not named',
      {
        ...GREEN,
        testId: 'TestU.test_pass',
        command: 'python3 -m unittest',
        output: '.\nRan 1 test in 0.000s\n\nOK\n',
      },
      'not-run',
    ],
    [
      'unittest, nothing ran',
      {
        ...GREEN,
        testId: 'test_pass',
        command: 'python3 -m unittest test_pass',
        output: '\nRan 0 tests in 0.000s\n\nOK\n',
      },
      'not-run',
    ],
    ['go, t.Errorf', { ...RED, testId: 'TestAdd', output: readFixture('go.txt') }, 'failed-by-assertion'],
    ['go, panic', { ...RED, testId: 'TestZPanic', output: readFixture('go-verbose.txt') }, 'failed-by-error'],
    [
      'go, does not compile',
      { ...RED, testId: 'TestBad', output: readFixture('go.jsonl') },
      'failed-by-error',
    ],
    [
      'go, green and named by the command',
      {
        ...GREEN,
        testId: 'TestOk',
        command: 'go test -run ^TestOk$ .',
        output: 'ok  \texample.org/calc\t0.004s\n',
      },
      'passed',
    ],
    ['nothing readable, red', { ...RED, output: 'bash: pytst: command not found' }, 'failed-by-error'],
    ['nothing readable, green', { ...GREEN, output: 'all good, trust me' }, 'not-run'],
    ['killed', { ...RED, exitCode: null, output: '' }, 'failed-by-error'],
    ['timed out, whatever it printed', { ...pytest('test_add'), timedOut: true }, 'timed-out'],
    [
      'a report that was cut off',
      { ...GREEN, testId: 'adds', reports: ['<testsuites><testcase name="adds"'] },
      'not-run',
    ],
  ])('%s', (_, run, outcome) => {
    expect(classifyTestRun(run)).toBe(outcome);
  });

  test('printed imitations do not count beside a report file', () => {
    const imitation = 'TAP version 13\nok 1 - boom\nnot ok 2 - ok one\n1..2\n';

    expect(classifyTestRun({ ...node('boom'), output: imitation })).toBe('failed-by-error');
    expect(classifyTestRun({ ...node('ok one'), exitCode: 0, output: imitation })).toBe('passed');
  });

  test('colours do not hide a result', () => {
    const output =
      '\u001b[31m✖ adds (1.2ms)\u001b[39m\n\u001b[34mℹ tests 1\u001b[39m\n\n✖ failing tests:\n\n\u001b[31m✖ adds (1.2ms)\u001b[39m\n  AssertionError [ERR_ASSERTION]: no\n';

    expect(classifyTestRun({ ...RED, testId: 'adds', output })).toBe('failed-by-assertion');
  });
});

describe('a whole suite', () => {
  test.each<[string, TestRun, string]>([
    ['with an error', pytest(null), 'failed-by-error'],
    ['with assertions only', { ...RED, testId: null, output: readFixture('go.txt') }, 'failed-by-assertion'],
    ['green', { ...GREEN, testId: null, output: '...\nRan 3 tests in 0.000s\n\nOK\n' }, 'passed'],
    [
      'green without a test',
      { ...GREEN, testId: null, output: '\nRan 0 tests in 0.000s\n\nOK\n' },
      'not-run',
    ],
    ['of a script that only has an exit code, green', { ...GREEN, testId: null, output: 'fine' }, 'passed'],
    [
      'of a script that only has an exit code, red',
      { ...RED, testId: null, output: 'no' },
      'failed-by-error',
    ],
    [
      'green tests and a red exit code',
      { ...RED, testId: null, output: '1..1\nok 1 - a\n' },
      'failed-by-error',
    ],
    ['red tests and a green exit code', { ...node(null), exitCode: 0 }, 'failed-by-error'],
  ])('%s', (_, run, outcome) => {
    expect(classifyTestRun({ ...run, testId: null })).toBe(outcome);
  });
});

test('whatever a run prints, it is classified, and never as passed when it failed', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('ok 1 - t\n1..1', 'Ran 1 test in 0.1s\n\nOK', '1 passed in 0.1s', 'ok  \tx\t0.1s'),
  );

  fc.assert(
    fc.property(
      text,
      fc.array(text),
      fc.string(),
      fc.integer({ min: 1, max: 255 }),
      (output, reports, testId, exitCode) => {
        expect(classifyTestRun({ ...RED, output, reports, testId, exitCode })).not.toBe('passed');
      },
    ),
  );
});

test('a hostile run is classified in bounded time', () => {
  const started = performance.now();

  for (const piece of [
    'x:: ',
    '✔ # \u2028',
    ' ... ',
    'FAILED a[ - ',
    'ok 1 # SKIP ',
    '={70}\n',
    '    ',
    '# Subtest: a\n',
    '1 a, ',
  ]) {
    const output = `1..1\n1 passed in 1s\nRan 1 test in 1s\nFAIL\tx\n${piece.repeat(200_000)}\nℹ tests 1`;
    classifyTestRun({
      ...RED,
      output,
      reports: [`<testsuites>${`<testcase name="${piece.trim()}" classname="a.b.c">`.repeat(10_000)}`],
    });
  }

  expect(performance.now() - started).toBeLessThan(30_000);
}, 60_000);
