import type { FileChange } from './file-change.ts';
import { readScripts } from './project-facts.ts';

const RUN_SCRIPTS = new Set(['scripts/test.sh', 'scripts/build.sh']);
const CONFTEST = /(?:^|\/)(?:conftest|sitecustomize|usercustomize)\.py$/;
const CONFTEST_POWERS =
  /\b(?:collect_ignore\w*|pytest_(?:ignore_collect|collection\w*|runtest\w*|sessionfinish|pyfunc_call|report\w*)|pytest\.(?:skip|exit)|_exit|sys\.exit|SystemExit)\b/g;
const CONFIG =
  /(?:^|\/)(?:pytest\.ini|\.pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml|(?:vitest|jest|vite)\.config\.\w+|\.mocharc[\w.]*)$/;
const CONFIG_KEYS =
  /\b(?:addopts|testpaths|python_(?:files|functions|classes)|norecursedirs|collect_ignore\w*|exclude|include|testMatch|testRegex|testPathIgnorePatterns|passWithNoTests|bail|allowOnly|dangerouslyIgnoreUnhandledErrors)\b/;

/** Changes by which a test run would test less than it did: each a sentence that says what to change. */
export function runnerFindings(change: FileChange): readonly string[] {
  const { path, status, before, after } = change;
  if (RUN_SCRIPTS.has(path) && status !== 'added')
    return [`Leave ${path} as it was: it decides what is tested.`];
  if (path === 'package.json') return packageFindings(before, after);
  if (CONFTEST.test(path) && powers(after) > powers(before)) {
    return [`Take out of ${path} what changes which tests run or how they end.`];
  }
  const changed = CONFIG.test(path) && status !== 'added' && selection(before) !== selection(after);
  return changed ? [`Leave the test selection in ${path} as it was.`] : [];
}

function packageFindings(before: string | null, after: string | null): readonly string[] {
  const old = readScripts(before);
  const current = readScripts(after);
  return (['build', 'test'] as const).flatMap((name) => {
    const isDefault = old[name] === undefined || /no test specified/.test(old[name]);
    return isDefault || old[name] === current[name]
      ? []
      : [`Leave scripts.${name} in package.json as it was.`];
  });
}

function powers(text: string | null): number {
  return text?.match(CONFTEST_POWERS)?.length ?? 0;
}

function selection(text: string | null): string {
  return (text ?? '')
    .split('\n')
    .filter((line) => CONFIG_KEYS.test(line))
    .map((line) => line.trim())
    .join('\n');
}
