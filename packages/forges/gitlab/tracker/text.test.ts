import { withMarker } from '@fixpoint/issue-core/backend/marker.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromGitLabText, toGitLabText } from './text.ts';

/** GitLab's own pattern, for any name of a command; Ruby's `^` is after line feeds only. */
const OBEYED = /(?:^|\n)\/[a-z0-9_-]+(?: [^\n]*)?(?:\s*\n|$)/i;

const piece = fc.constantFrom(
  ...[
    '/',
    '\\',
    '\\\\',
    'close',
    'label ~x',
    ' ',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '```\n',
    '>>>\n',
    '<p>\n',
    'text',
    '/close',
  ],
  ...['/shrug', '/assign @me', '\u2028', '\u00a0', '<!-- -->', '/usr/bin', '/a_b c'],
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string(),
);

describe('a text', () => {
  test('has no line that GitLab obeys, whatever it was', () => {
    fc.assert(
      fc.property(text, (given) => {
        const sent = toGitLabText(given);

        expect(sent.replaceAll('\r', '')).not.toMatch(OBEYED);
      }),
      { numRuns: 2_000 },
    );
  });

  test('comes back as it was, but for its line ends', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(fromGitLabText(toGitLabText(given))).toBe(given.replaceAll(/\r\n?/g, '\n'));
      }),
      { numRuns: 2_000 },
    );
  });

  test('that is no command is sent as it is', () => {
    const plain = 'see /usr/bin\n/usr/bin/env\n//close\n \n- /close\nhttps://example.com/close';

    expect(toGitLabText(plain)).toBe(plain);
  });

  test('with a command gets a backslash, and another one for each that it had', () => {
    expect(toGitLabText('/close\n\\/close\n/Label ~a')).toBe('\\/close\n\\\\/close\n\\/Label ~a');
  });

  test('carries a marker that nobody sees', () => {
    const sent = toGitLabText('/close', 'op-1');

    expect(sent).toBe(withMarker('\\/close', 'op-1'));
    expect(fromGitLabText(sent)).toBe('/close');
  });

  test('that is too long is refused, also when it is so only as it is sent', () => {
    const most = 'x'.repeat(1_000_000);

    expect(toGitLabText(most)).toBe(most);
    for (const send of [() => toGitLabText(`${most}x`), () => toGitLabText(most, 'op-1')]) {
      expect(send).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    }
  });
});
