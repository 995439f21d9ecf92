import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGoJson } from './parse-go-json.ts';
import { parseGoText } from './parse-go-text.ts';
import { parseJunit } from './parse-junit.ts';
import { parseNodeSpec } from './parse-node-spec.ts';
import { parsePytestText } from './parse-pytest-text.ts';
import { parseTap } from './parse-tap.ts';
import { parseUnittest } from './parse-unittest.ts';
import type { ReportParser } from './test-report.ts';
import { readFixture } from './testing/read-fixture.ts';

const PARSERS: readonly (readonly [string, ReportParser, readonly string[]])[] = [
  ['JUnit', parseJunit, ['node.xml', 'pytest.xml', 'node-odd.xml']],
  ['TAP', parseTap, ['node.tap']],
  ['spec', parseNodeSpec, ['node-spec.txt', 'node-parent-spec.txt']],
  ['unittest', parseUnittest, ['unittest.txt', 'unittest-verbose.txt']],
  ['pytest', parsePytestText, ['pytest-verbose.txt', 'pytest-quiet.txt']],
  ['go', parseGoText, ['go.txt', 'go-verbose.txt']],
  ['go -json', parseGoJson, ['go.jsonl']],
];

describe.each(PARSERS)('%s', (_, parse, fixtures) => {
  test('never throws, whatever the text', () => {
    const recorded = fixtures.map(readFixture);
    const pieces = recorded.flatMap((text) => text.split(/(?<=\n)/));
    const cut = fc
      .tuple(fc.constantFrom(...recorded), fc.nat(), fc.nat())
      .map(([text, a, b]) => text.slice(a % text.length, b % text.length));
    const mixed = fc
      .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...pieces)))
      .map((parts) => parts.join(''));

    fc.assert(
      fc.property(fc.oneof(fc.string(), cut, mixed), (text) => {
        expect(() => parse(text)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  test('nothing of it is in the output of another program', () => {
    expect(parse('')).toBeNull();
    expect(parse('Compiling…\nDone in 3 s\n<html><body>not ok</body></html>')).toBeNull();
  });

  test('hostile text costs no more than its length', () => {
    const lines = [
      '<testsuite>',
      '={70}\n',
      'ok 1 - ',
      '    ',
      '▶ a\n',
      '✖ a (1ms)\n',
      '--- FAIL: ',
      '{"Action":',
      '1 passed, ',
      'x::',
      'FAILED a[',
      '# Subtest: a\n',
      'a (b.c)\n',
      '<!--',
    ];
    const heads = [
      '',
      '1..1\n',
      'ℹ tests 1\n',
      'Ran 1 test in 0.1s\n',
      '1 passed in 0.1s\n',
      'FAIL\tx\n',
      '<testsuites>',
    ];
    const started = performance.now();

    for (const line of lines) for (const head of heads) parse(head + line.repeat(20_000) + head);

    expect(performance.now() - started).toBeLessThan(15_000);
  }, 60_000);
});
