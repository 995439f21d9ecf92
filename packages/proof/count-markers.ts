const COMMENT_LINE = /^\s*(?:#(?!\[)|\/\/|\*|\/\*)/;

const SKIPS = oneOf([
  /\bpytest\.mark\.(?:skip|skipif|xfail)\b/,
  /\bpytest\.(?:skip|xfail|importorskip)\(/,
  /\bunittest\.(?:skip\w*|expectedFailure)\b|@(?:skip\w*|expectedFailure)\b|\.skipTest\(|\braise SkipTest\b/,
  /\b(?:it|test|describe|suite|context|t)\.(?:skip|only|todo|fails|failing)\b/,
  /\b(?:it|test|describe|suite)\.(?:skipIf|runIf)\(/,
  /\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/,
  /\{[^{}\n]{0,200}\b(?:skip|todo|only)\s*:\s*(?!false\b)/,
  /\b[tb]\.(?:Skip|Skipf|SkipNow)\(/,
  /@(?:Disabled|Ignore)\b|\[(?:Ignore|Fact\(Skip)|#\[ignore\b/,
]);

const ASSERTIONS = oneOf([
  /^[ \t]*assert\b(?!\s*\.)/,
  /\b[Aa]ssert(?:\.\w+)*\(|\b[Aa]ssert\w+!?\(/,
  /\bexpect(?:\.\w+)*\(|\bshould\b/,
  /\bpytest\.(?:raises|warns|fail)\(/,
  /\bt\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\(|\brequire\.\w+\(/,
]);

const TESTS = oneOf([
  /^[ \t]*(?:async )?def test\w*\(/,
  /\b(?:it|test)(?:\.\w+)*\(\s*['"`]/,
  /^func (?:Test|Fuzz|Benchmark|Example)\w*\(/,
  /@(?:Test|ParameterizedTest)\b|#\[test\]|\[(?:Fact|Theory|Test)\]/,
]);

/** Marks by which tests are skipped, expected to fail, or run alone. */
export function countSkips(text: string | null): number {
  return count(text, SKIPS);
}

/** Every line with an assertion, trimmed. */
export function assertionLines(text: string | null): readonly string[] {
  return linesWith(text, ASSERTIONS);
}

/** Every line that begins a test, trimmed. */
export function testLines(text: string | null): readonly string[] {
  return linesWith(text, TESTS);
}

function linesWith(text: string | null, marker: RegExp): readonly string[] {
  return codeLines(text).flatMap((line) => (line.search(marker) === -1 ? [] : [withoutMarks(line)]));
}

/** A test whose skip mark is taken away is still the same test. */
function withoutMarks(line: string): string {
  return line
    .trim()
    .replace(/\.(?:skip|only|todo|fails|failing)\b/g, '')
    .slice(0, 120);
}

function count(text: string | null, marker: RegExp): number {
  return [...codeLines(text).join('\n').matchAll(marker)].length;
}

/** Lines that are comments count for nothing: commenting a test out removes it. */
function codeLines(text: string | null): readonly string[] {
  return text === null ? [] : text.split('\n').filter((line) => !COMMENT_LINE.test(line));
}

/** One expression, so that what two of them describe is counted once. */
function oneOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map((pattern) => pattern.source).join('|'), 'gm');
}
