import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectProject, isProjectFile } from './project-facts.ts';

const NONE = { source: 'none', buildCommand: null, testCommand: null };
const PYTEST = { source: 'python', buildCommand: null, testCommand: 'python3 -m pytest -q' };
const UNITTEST_FILE = 'import unittest\n\nclass TestA(unittest.TestCase):\n    def test_a(self): pass\n';

function packageJson(scripts: Record<string, string>): string {
  return JSON.stringify({ name: 'x', scripts });
}

test.each<[string, Record<string, string>, object]>([
  ['nothing', {}, NONE],
  ['a README', { 'README.md': '# pytest' }, NONE],
  [
    'scripts before npm',
    { 'scripts/build.sh': '', 'scripts/test.sh': '', 'package.json': packageJson({ test: 'jest' }) },
    { source: 'scripts', buildCommand: 'bash ./scripts/build.sh', testCommand: 'bash ./scripts/test.sh' },
  ],
  [
    'a build script and npm tests',
    { 'scripts/build.sh': '', 'package.json': packageJson({ test: 'node --test' }) },
    { source: 'scripts', buildCommand: 'bash ./scripts/build.sh', testCommand: 'npm test' },
  ],
  [
    'npm',
    { 'package.json': packageJson({ build: 'tsc', test: 'node --test' }) },
    { source: 'npm', buildCommand: 'npm run build', testCommand: 'npm test' },
  ],
  [
    "npm's default test",
    { 'package.json': packageJson({ test: 'echo "Error: no test specified" && exit 1' }) },
    NONE,
  ],
  ['a malformed package.json', { 'package.json': '{"scripts": ' }, NONE],
  ['a package.json of another shape', { 'package.json': '{"scripts": ["test"]}' }, NONE],
  ['pyproject.toml', { 'pyproject.toml': '[project]\nname = "x"' }, PYTEST],
  ['plain test functions', { 'tests/test_a.py': 'def test_a():\n    assert True\n' }, PYTEST],
  ['unittest classes run by pytest', { 'tests/test_a.py': UNITTEST_FILE, 'pytest.ini': '[pytest]' }, PYTEST],
  [
    'unittest in a folder',
    { 'tests/test_a.py': UNITTEST_FILE },
    { ...PYTEST, testCommand: 'python3 -m unittest discover -s tests' },
  ],
  [
    'unittest in a package',
    { 'tests/__init__.py': '', 'tests/test_a.py': UNITTEST_FILE },
    { ...PYTEST, testCommand: 'python3 -m unittest discover' },
  ],
  [
    'unittest beside the code',
    { 'test_a.py': UNITTEST_FILE },
    { ...PYTEST, testCommand: 'python3 -m unittest discover' },
  ],
  ['npm without scripts and Python', { 'package.json': '{}', 'setup.py': '' }, PYTEST],
])('%s', (_, files, facts) => {
  expect(detectProject(new Map(Object.entries(files)))).toEqual(facts);
});

test('only files that say something are asked for', () => {
  const asked = ['package.json', 'scripts/test.sh', 'tests/unit/test_a.py', 'src/index.js', 'README.md'];

  expect(asked.filter(isProjectFile)).toEqual(['package.json', 'scripts/test.sh', 'tests/unit/test_a.py']);
});

test('whatever the files hold, there are facts', () => {
  const path = fc.oneof(fc.string(), fc.constantFrom('package.json', 'tests/test_a.py', 'pyproject.toml'));
  const text = fc.oneof(fc.string(), fc.json());

  fc.assert(
    fc.property(fc.array(fc.tuple(path, text)), (files) => {
      expect(['scripts', 'npm', 'python', 'none']).toContain(detectProject(new Map(files)).source);
    }),
  );
});
