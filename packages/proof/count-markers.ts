const COMMENT_LINE = /^\s*(?:#(?!\[)|\/\/|\*|\/\*)/;

const SKIPS = [
  /\bpytest\.mark\.(?:skip|skipif|xfail)\b/g,
  /\bpytest\.(?:skip|xfail|importorskip)\(/g,
  /\bunittest\.(?:skip\w*|expectedFailure)\b|@(?:skip\w*|expectedFailure)\b|\.skipTest\(|\braise SkipTest\b/g,
  /\b(?:it|test|describe|suite|context|t)\.(?:skip|only|todo|fails|failing)\b/g,
  /\b(?:it|test|describe|suite)\.(?:skipIf|runIf)\(/g,
  /\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/g,
  /\{[^{}\n]{0,200}\b(?:skip|todo|only)\s*:\s*(?!false\b)/g,
  /\b[tb]\.(?:Skip|Skipf|SkipNow)\(/g,
  /@(?:Disabled|Ignore)\b|\[(?:Ignore|Fact\(Skip)|#\[ignore\b/g,
];

const ASSERTIONS = [
  /^\s*assert\b(?!\s*\.)/gm,
  /\bassert(?:\.\w+)*\(|\bassert\w+!?\(/gi,
  /\bexpect(?:\.\w+)*\(|\bshould\b/g,
  /\bpytest\.(?:raises|warns|fail)\(/g,
  /\bt\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\(|\brequire\.\w+\(/g,
];

const TESTS = [
  /^\s*(?:async )?def test\w*\(/gm,
  /\b(?:it|test)(?:\.\w+)*\(\s*['"`]/g,
  /^func (?:Test|Fuzz|Benchmark|Example)\w*\(/gm,
  /@(?:Test|ParameterizedTest)\b|#\[test\]|\[(?:Fact|Theory|Test)\]/g,
];

/** Marks by which tests are skipped, expected to fail, or run alone. */
export function countSkips(text: string | null): number {
  return count(text, SKIPS);
}

export function countAssertions(text: string | null): number {
  return count(text, ASSERTIONS);
}

export function countTests(text: string | null): number {
  return count(text, TESTS);
}

/** Lines that are comments count for nothing: commenting a test out removes it. */
function count(text: string | null, patterns: readonly RegExp[]): number {
  if (text === null) return 0;
  const lines = text.split('\n').filter((line) => !COMMENT_LINE.test(line));
  const code = lines.join('\n');
  return patterns.reduce((sum, pattern) => sum + [...code.matchAll(pattern)].length, 0);
}
