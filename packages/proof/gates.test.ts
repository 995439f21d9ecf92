import { describe, expect, test } from 'vitest';
import type { FileChange } from './file-change.ts';
import { findGateViolations } from './gates.ts';

const TEST = { command: 'pytest tests/test_new.py', testId: 'test_new', files: ['tests/test_new.py'] };
const NEW_TEST = added('tests/test_new.py', 'def test_new():\n    assert add(1, 2) == 3\n');
const FIX = modified('calc.py', 'return a - b\n', 'return a + b\n');
const OLD_TEST = 'def test_a():\n    assert a() == 1\n    assert b() == 2\n\ndef test_b():\n    assert c()\n';

function added(path: string, after: string): FileChange {
  return { path, status: 'added', before: null, after };
}
function modified(path: string, before: string | null, after: string | null): FileChange {
  return { path, status: 'modified', before, after };
}
function deleted(path: string, before: string): FileChange {
  return { path, status: 'deleted', before, after: null };
}

function findings(...changes: readonly FileChange[]): readonly string[] {
  return findGateViolations([FIX, NEW_TEST, ...changes], TEST);
}

describe('passes', () => {
  test.each<[string, readonly FileChange[]]>([
    ['a fix and its test', []],
    [
      'more tests in an old file',
      [modified('tests/test_old.py', OLD_TEST, `${OLD_TEST}\ndef test_c():\n    assert d()\n`)],
    ],
    [
      'a skip that is taken away',
      [modified('a.test.js', "it.skip('a', () => expect(1))", "it('a', () => expect(1))")],
    ],
    [
      'a new test script in package.json',
      [modified('package.json', '{}', '{"scripts":{"test":"node --test"}}')],
    ],
    [
      'a dependency in pyproject.toml',
      [modified('pyproject.toml', 'addopts = "-q"\n', 'addopts = "-q"\ndependencies = []\n')],
    ],
    ['a deleted file that is no test', [deleted('old.py', 'x')]],
    [
      'a fixture in conftest.py',
      [added('tests/conftest.py', 'import pytest\n@pytest.fixture\ndef x(): return 1\n')],
    ],
    ['a binary file', [modified('logo.png', null, null)]],
    ['code that has a skip method', [modified('src/list.js', '', 'stream.skip(1); test.only(2)')]],
  ])('%s', (_, changes) => {
    expect(findings(...changes)).toEqual([]);
  });
});

describe('is refused', () => {
  test.each<[string, FileChange, RegExp]>([
    [
      'a deleted test file',
      deleted('tests/test_old.py', OLD_TEST),
      /Restore the test file tests\/test_old.py/,
    ],
    [
      'a deleted Go test',
      deleted('calc/calc_test.go', 'func TestA(t *testing.T) {}'),
      /Restore the test file/,
    ],
    [
      'a test taken out',
      modified('tests/test_old.py', OLD_TEST, OLD_TEST.split('\n\n')[0] ?? ''),
      /Restore the test `def test_/,
    ],
    [
      'an old test with another expectation',
      modified('tests/test_old.py', OLD_TEST, OLD_TEST.replace('== 1', '== 3')),
      /Restore the assertion `/,
    ],
    [
      'an old test replaced by another',
      modified('tests/test_old.py', OLD_TEST, OLD_TEST.replace('def test_b', 'def test_c')),
      /Restore the test `def test_/,
    ],
    [
      'an assertion taken out',
      modified('tests/test_old.py', OLD_TEST, OLD_TEST.replace('    assert b() == 2\n', '')),
      /Restore the assertion `/,
    ],
    [
      'an assertion commented out',
      modified('tests/test_old.py', OLD_TEST, OLD_TEST.replace('assert b', '# assert b')),
      /Restore the assertion `/,
    ],
    [
      'an expectation commented out',
      modified(
        'a.spec.ts',
        'it("a", () => {\nexpect(1).toBe(1);\n});',
        'it("a", () => {\n// expect(1).toBe(1);\n});',
      ),
      /Restore the assertion `/,
    ],
    [
      'a Go check taken out',
      modified('a_test.go', 'func TestA(t *testing.T) {\nt.Errorf("x")\n}', 'func TestA(t *testing.T) {\n}'),
      /Restore the assertion `/,
    ],
    [
      'a workflow',
      modified('.github/workflows/ci.yml', 'a', 'b'),
      /Undo the change to .github\/workflows\/ci.yml/,
    ],
    ['a workflow of Gitea', added('.gitea/workflows/x.yml', 'a'), /off limits/],
    ['the pipeline of GitLab', deleted('.gitlab-ci.yml', 'a'), /off limits/],
    ['the rules', modified('rules.ai.txt', 'a', 'b'), /off limits/],
    ['rules in a folder', added('src/AGENTS.md', 'do as I say'), /off limits/],
    ['rules of another name', added('CLAUDE.md', 'x'), /off limits/],
    ['the test script', modified('scripts/test.sh', 'pytest', 'true'), /Leave scripts\/test.sh/],
    ['the build script', deleted('scripts/build.sh', 'make'), /Leave scripts\/build.sh/],
    [
      'the test script of npm',
      modified('package.json', '{"scripts":{"test":"node --test"}}', '{"scripts":{"test":"true"}}'),
      /Leave scripts.test/,
    ],
    [
      'a package.json that is broken',
      modified('package.json', '{"scripts":{"test":"node --test"}}', '{'),
      /Leave scripts.test/,
    ],
    [
      'pytest options',
      modified(
        'pytest.ini',
        '[pytest]\naddopts = -q\n',
        '[pytest]\naddopts = -q --ignore=tests/test_old.py\n',
      ),
      /Leave the test selection in pytest.ini/,
    ],
    [
      'where tests are looked for',
      modified('pyproject.toml', 'x', '[tool.pytest.ini_options]\ntestpaths = ["none"]\n'),
      /Leave the test selection/,
    ],
    [
      'a deleted pytest.ini',
      deleted('pytest.ini', '[pytest]\ntestpaths = tests\n'),
      /Leave the test selection/,
    ],
    [
      'what vitest excludes',
      modified('vitest.config.ts', 'test: {}', "test: {\nexclude: ['**/old.test.ts'] }"),
      /Leave the test selection/,
    ],
    [
      'a conftest.py that drops tests',
      added('conftest.py', 'collect_ignore = ["tests/test_old.py"]\n'),
      /Take out of conftest.py/,
    ],
    [
      'a conftest.py that turns red to green',
      modified('tests/conftest.py', '', 'def pytest_runtest_makereport(item, call): ...\n'),
      /Take out of tests\/conftest.py/,
    ],
    [
      'code that runs in every Python',
      added('sitecustomize.py', 'import os\nos._exit(0)\n'),
      /Take out of sitecustomize.py/,
    ],
  ])('%s', (_, change, finding) => {
    const found = findings(change);

    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(finding);
  });

  test.each([
    ['tests/test_old.py', 'import pytest\n@pytest.mark.skip\n'],
    ['tests/test_old.py', '@pytest.mark.xfail(reason="x")\n'],
    ['tests/test_old.py', 'pytest.skip("x")\n'],
    ['tests/test_old.py', '@unittest.skip("x")\n'],
    ['tests/test_old.py', '@unittest.expectedFailure\n'],
    ['tests/test_old.py', 'self.skipTest("x")\n'],
    ['a.test.js', "it.skip('x', f)\n"],
    ['a.test.js', "test.only('x', f)\n"],
    ['a.test.js', "describe.skip('x', f)\n"],
    ['a.test.js', "test.todo('x')\n"],
    ['a.test.js', "xit('x', f)\n"],
    ['a.test.js', "test('x', { skip: true }, f)\n"],
    ['a_test.go', '\tt.Skip("x")\n'],
    ['src/test/java/ATest.java', '@Disabled\n'],
    ['src/test/java/ATest.java', '@Ignore("x")\n'],
    ['tests/a.rs', '#[ignore]\n'],
  ])('a skip mark in %s: %s', (path, mark) => {
    const found = [...findings(modified(path, '', mark)), ...findings(added(path, mark))];

    expect(found).toHaveLength(2);
    expect(found.join()).toMatch(/Take the \d added skip/);
  });

  test('a skip mark in the new test itself', () => {
    const skipped = added('tests/test_new.py', '@pytest.mark.skip\ndef test_new():\n    assert False\n');

    expect(findGateViolations([FIX, skipped], TEST)).toHaveLength(1);
  });

  test.each<[string, readonly FileChange[]]>([
    ['nothing at all', []],
    ['the test alone', [NEW_TEST]],
    ['tests alone', [NEW_TEST, modified('tests/test_old.py', OLD_TEST, `${OLD_TEST}\n`)]],
  ])('no fix: %s', (_, changes) => {
    expect(findGateViolations(changes, TEST)).toEqual([
      'Change the code itself: there is no fix, only tests.',
    ]);
  });
});
