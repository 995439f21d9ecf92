import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeSpan, fencedBlock } from './fence.ts';

test('no output ends its own block', () => {
  const pieces = fc.constantFrom('`', '```', '````', '\n', '~~~', 'a', ' ');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const lines = fencedBlock(parts.join(''), 1_000).split('\n');
      const fence = lines.at(-1) ?? '';
      const inside = lines.slice(1, -1);
      expect(inside.some((line) => /^\s*`+\s*$/.test(line) && line.trim().length >= fence.length)).toBe(
        false,
      );
    }),
  );
});

test('takes the colours out of terminal output', () => {
  const block = fencedBlock('\u001B[31mFAILED\u001B[0m test\r\n', 100);

  expect(block).toBe('```text\nFAILED test\n```');
});

test('a code span stays on one line and cannot be left', () => {
  const span = codeSpan('a`b`\nc', 100);

  expect(span).toBe("`a'b' c`");
});
