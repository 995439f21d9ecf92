import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskText } from './masks.ts';

describe('maskText', () => {
  test.each([
    ['Ran 9 tests in 0.001s', 'Ran 9 tests in <duration>'],
    ['✔ adds up (0.333911ms)', '✔ adds up (<duration>)'],
    ['ℹ duration_ms 148.593217', 'ℹ duration_ms <duration>'],
    ['commit 3f2a9c1d7b', 'commit <hash>'],
    ['id 123e4567-e89b-12d3-a456-426614174000', 'id <id>'],
    ['at 2026-11-21T11:38:02.123Z ok', 'at <date> ok'],
    ['root 168 Nov 21 11:38 ask.json', 'root 168 <date> ask.json'],
    ['<object at 0x7f3a2b1c>', '<object at <address>>'],
    ['http://127.0.0.1:40213/x', 'http://127.0.0.1:<port>/x'],
    ['in /tmp/tmp8x1k/file.txt', 'in /tmp/<path>'],
    ['Python 3.11.7', 'Python <version>'],
    ['node v24.21.0,', 'node <version>,'],
    ['bash: line 12: nope: command not found', 'bash: line <line>: nope: command not found'],
    ['at node:internal/test_runner/test:1102:18', 'at node:internal/test_runner/test:<line>'],
    ['killed pid 4711', 'killed pid <pid>'],
  ])('masks %j', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  test.each([
    'AssertionError: 1998 !== 1999',
    "'hello-world-' != 'hello-world'",
    'File "/work/tests/test_truncate.py", line 15',
    'tests 7, pass 6, fail 1',
    'median 110.5',
    'defaced facade',
    'toolu_0001',
  ])('keeps %j', (text) => {
    expect(maskText(text)).toBe(text);
  });

  test('masking twice is masking once', () => {
    const fragments = fc.constantFrom(
      ...[
        '1.2.3',
        'v',
        '0.5s',
        ' ',
        '-',
        ':',
        '.',
        '/tmp/',
        '127.0.0.1:',
        '0x1f',
        'abc1234',
        '12:30:00',
        'pid ',
        '\n',
        '<',
        '2026-01-02',
      ],
    );
    const texts = fc
      .array(fc.oneof(fragments, fc.string()), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const once = maskText(text);
        expect(maskText(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });
});
