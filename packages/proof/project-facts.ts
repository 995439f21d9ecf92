import type { ProjectFacts } from '@fixpoint/contracts/project.ts';
import { z } from 'zod';

/** The text of every file of a base commit that `isProjectFile` asks for, by its path. */
export type ProjectFiles = ReadonlyMap<string, string>;

const NPM_DEFAULT_TEST = /no test specified/;
const PYTHON_CONFIG = [
  'pyproject.toml',
  'setup.cfg',
  'setup.py',
  'pytest.ini',
  'tox.ini',
  'requirements.txt',
  'requirements-dev.txt',
  'conftest.py',
  'tests/conftest.py',
];
const PROJECT_FILES = new Set([
  'scripts/build.sh',
  'scripts/test.sh',
  'package.json',
  ...PYTHON_CONFIG,
  'tests/__init__.py',
]);
const PYTHON_TEST = /^(?:[^/]+\/){0,3}(?:test_[^/]*|[^/]*_test)\.py$/;
const PACKAGE_JSON = z.object({
  scripts: z.object({ build: z.string().optional(), test: z.string().optional() }).default({}),
});

/** Whether the text of a file says how the project is built and tested. */
export function isProjectFile(path: string): boolean {
  return PROJECT_FILES.has(path) || PYTHON_TEST.test(path);
}

/** Finds out how a project is built and tested, without running anything and whatever its files hold. */
export function detectProject(files: ProjectFiles): ProjectFacts {
  const read = (path: string) => files.get(path) ?? null;
  const testFiles = [...files.keys()].filter((path) => PYTHON_TEST.test(path));
  const detected = fromNpm(read) ??
    fromPython(read, testFiles) ?? { source: 'none', buildCommand: null, testCommand: null };
  const build = read('scripts/build.sh') === null ? null : 'bash ./scripts/build.sh';
  const test = read('scripts/test.sh') === null ? null : 'bash ./scripts/test.sh';
  if (build === null && test === null) return detected;
  return { source: 'scripts', buildCommand: build, testCommand: test ?? detected.testCommand };
}

type Read = (path: string) => string | null;

function fromNpm(read: Read): ProjectFacts | null {
  const scripts = readScripts(read('package.json'));
  const build = scripts.build === undefined ? null : 'npm run build';
  const test = scripts.test === undefined || NPM_DEFAULT_TEST.test(scripts.test) ? null : 'npm test';
  return build === null && test === null ? null : { source: 'npm', buildCommand: build, testCommand: test };
}

/** The scripts of a package.json; none when it is missing or malformed. */
export function readScripts(text: string | null): { build?: string | undefined; test?: string | undefined } {
  if (text === null) return {};
  try {
    const parsed = PACKAGE_JSON.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.scripts : {};
  } catch {
    return {};
  }
}

function fromPython(read: Read, testFiles: readonly string[]): ProjectFacts | null {
  const config = PYTHON_CONFIG.flatMap((path) => read(path) ?? []);
  if (config.length === 0 && testFiles.length === 0) return null;
  const tests = testFiles.flatMap((path) => read(path) ?? []);
  const usesPytest =
    [...config, ...tests].some((text) => text.includes('pytest')) ||
    tests.some((text) => /^(?:async )?def test/m.test(text)) ||
    ['pytest.ini', 'conftest.py', 'tests/conftest.py'].some((path) => read(path) !== null);
  const usesUnittest = tests.some((text) => /\bunittest\b/.test(text));
  const testCommand = usesPytest || !usesUnittest ? 'python3 -m pytest -q' : discoverCommand(read, testFiles);
  return { source: 'python', buildCommand: null, testCommand };
}

/** `discover` only enters folders that are packages. */
function discoverCommand(read: Read, testFiles: readonly string[]): string {
  const inFolder = testFiles.every((path) => path.startsWith('tests/'));
  const isPackage = read('tests/__init__.py') !== null;
  return inFolder && !isPackage ? 'python3 -m unittest discover -s tests' : 'python3 -m unittest discover';
}
