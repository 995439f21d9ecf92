import { type CheckResult, type Finding, toResult } from './check.ts';
import { codeOf, type SourceFile } from './source-files.ts';

const MAX_LINES = 400;
const KEBAB_CASE =
  /^\.?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|stack\.test|config|generated|d))?\.(?:ts|mts|mjs|js)$/;
const KEBAB_CASE_FOLDER = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*$/;
const WORDS_THAT_NAME_NOTHING = new Set([
  'util',
  'utils',
  'helpers',
  'manager',
  'managers',
  'common',
  'misc',
]);

/** Files are small, and their names say what is in them. */
export function checkFileShape(tree: readonly SourceFile[]): CheckResult {
  const files = codeOf(tree);
  return toResult('files', files.length, files.flatMap(findingsIn));
}

function findingsIn({ path, text }: SourceFile): readonly Finding[] {
  const findings: Finding[] = [];
  const lines = text.split('\n').length - 1;
  if (lines > MAX_LINES)
    findings.push({ file: path, message: `${lines} lines; split it (at most ${MAX_LINES})` });
  const segments = path.split('/');
  const name = segments.pop() ?? '';
  if (!KEBAB_CASE.test(name) || segments.some((folder) => !KEBAB_CASE_FOLDER.test(folder))) {
    findings.push({ file: path, message: 'name it in kebab-case' });
  }
  const word = [...segments, name]
    .flatMap((part) => part.split(/[-.]/))
    .find((part) => WORDS_THAT_NAME_NOTHING.has(part));
  if (word) findings.push({ file: path, message: `"${word}" says nothing; name it after what it does` });
  return findings;
}
