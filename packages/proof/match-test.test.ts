import { expect, test } from 'vitest';
import { matchCases } from './match-test.ts';
import type { TestCase } from './test-report.ts';

function makeCase(...path: readonly string[]): TestCase {
  return { paths: [path], status: 'passed' };
}

const PYTHON = [
  makeCase('tests', 'test_calc', 'test_add'),
  makeCase('tests', 'test_calc', 'test_add_more'),
  makeCase('tests', 'test_calc', 'TestU', 'test_u'),
  makeCase('tests', 'test_calc', 'test_param[1-2]'),
  makeCase('tests', 'test_calc', 'test_param[3-4]'),
];
const NODE = [
  makeCase('adds'),
  makeCase('never adds'),
  makeCase('suite a', 'inner: one'),
  makeCase('suite a', 'inner two'),
];

test.each([
  ['test_add', ['test_add']],
  ['tests/test_calc.py::test_add', ['test_add']],
  ['tests.test_calc.test_add', ['test_add']],
  ['/work/tests/test_calc.py::test_add', ['test_add']],
  ['test_u (tests.test_calc.TestU.test_u)', ['test_u']],
  ['test_u (tests.test_calc.TestU)', ['test_u']],
  ['TestU::test_u', ['test_u']],
  ['TestU', ['test_u']],
  ['test_param', ['test_param[1-2]', 'test_param[3-4]']],
  ['tests/test_calc.py::test_param[3-4]', ['test_param[3-4]']],
  ['test_ad', []],
  ['add', []],
  ['', []],
  ['tests/test_other.py::test_add', []],
])('Python: %s', (testId, expected) => {
  expect(matchCases(PYTHON, testId).map((testcase) => testcase.paths[0]?.at(-1))).toEqual(expected);
});

test.each([
  ['adds', ['adds']],
  ['never adds', ['never adds']],
  ['always adds', []],
  ['test/sum.test.mjs > adds', ['adds']],
  ['suite a > inner: one', ['inner: one']],
  ['suite a inner: one', ['inner: one']],
  ['inner two', ['inner two']],
  ['suite a', ['inner: one', 'inner two']],
  ['suite', []],
])('Node: %s', (testId, expected) => {
  expect(matchCases(NODE, testId).map((testcase) => testcase.paths[0]?.at(-1))).toEqual(expected);
});
