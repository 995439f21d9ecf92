import type { TestCase } from './test-report.ts';
import { unittestPath } from './unittest-name.ts';

/** What frameworks and people put between the parts of a test's name. */
const SEPARATORS = /[\s.:/\\>›]+/g;
const STRONG_SEPARATOR = /::|:\s|\s[>›]\s|\//g;

/**
 * The cases that a declared test id means, most exact reading first: the test by its name with as many of its suites as the
 * id has; the same behind a file or folder; a whole suite or module.
 */
export function matchCases(cases: readonly TestCase[], testId: string): readonly TestCase[] {
  const wanted = canonical(unittestPath(testId.trim()).join('.'));
  if (wanted === '') return [];
  const byName = cases.filter((testcase) => endings(testcase).has(wanted));
  if (byName.length > 0) return byName;
  const shortened = withoutFile(testId);
  const behindFile = cases.filter((testcase) => wholeNames(testcase).some((name) => shortened.has(name)));
  if (behindFile.length > 0) return behindFile;
  return cases.filter((testcase) => suites(testcase).has(wanted));
}

/** The test's own name, as a command line would have it. */
export function lastNameOf(testId: string): string {
  return (
    withoutParameters(canonical(unittestPath(testId.trim()).join('.')))
      .split(' ')
      .at(-1) ?? ''
  );
}

function canonical(name: string): string {
  return name
    .replaceAll('&quot;', '"')
    .replaceAll(/\.py(?=$|:|\s)/g, '')
    .replaceAll(SEPARATORS, ' ')
    .trim();
}

function withoutParameters(name: string): string {
  return name.replace(/\[.*\]$/, '').trim();
}

function wholeNames(testcase: TestCase): string[] {
  return testcase.paths.map((path) => canonical(path.join(' ')));
}

function endings(testcase: TestCase): ReadonlySet<string> {
  const names = testcase.paths.flatMap((path) =>
    path.map((_, from) => canonical(path.slice(from).join(' '))),
  );
  return new Set([...names, ...names.map(withoutParameters)]);
}

function suites(testcase: TestCase): ReadonlySet<string> {
  const names = testcase.paths.flatMap((path) =>
    path.flatMap((_, from) =>
      path.slice(from, -1).map((__, to) => canonical(path.slice(from, from + to + 1).join(' '))),
    ),
  );
  return new Set(names);
}

/** What is left of an id when what looks like a file or a folder is taken from its beginning. */
function withoutFile(testId: string): ReadonlySet<string> {
  const rests = [...testId.matchAll(STRONG_SEPARATOR)].flatMap((separator) => {
    const before = testId.slice(0, separator.index);
    const isFile = !/\s/.test(before) && (separator[0] === '/' || /[./]/.test(before));
    return isFile ? [canonical(testId.slice(separator.index + separator[0].length))] : [];
  });
  return new Set(rests.filter((rest) => rest !== ''));
}
