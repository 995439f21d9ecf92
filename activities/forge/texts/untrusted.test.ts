import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { untrustedMarkdown } from './untrusted.ts';

/** What a forge would act on: everything outside of code. Every span that is written ends on its own line. */
function outsideOfCode(markdown: string): string {
  const withoutBlocks = markdown.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
  return withoutBlocks
    .split('\n')
    .map((line) => line.replace(/`[^`]*`/g, '\uFFFC'))
    .join('\n');
}

const render = (text: string) => untrustedMarkdown(text, 2_000);

describe('untrustedMarkdown', () => {
  test.each([
    ['thanks @alice', 'thanks `@alice`'],
    ['\\@alice', '\\\\`@alice`'],
    ['&#64;alice', '&amp;`#64`;alice'],
    ['Closes #5', 'Closes `#5`'],
    ['Fixes owner/repo#5', 'Fixes `owner/repo#5`'],
    ['see https://evil.example/x', 'see `https://evil.example/x`'],
    ['a <b>bold</b> move', 'a &lt;b>bold&lt;/b> move'],
    ['before <!-- fixpoint:status/1 --> after', 'before  after'],
    ['/close', '`/close`'],
    ['keep `a < b` and **bold**', 'keep `a < b` and **bold**'],
  ])('writes %j as %j', (text, expected) => {
    const written = render(text);

    expect(written).toBe(expected);
  });

  test('turns links and images into text', () => {
    const written = render(
      '![pixel](https://evil.example/p.png) [here](//evil.example) [ref]: https://evil.example',
    );

    expect(outsideOfCode(written)).not.toMatch(/!\[|\]\(|\]:|evil\.example\/p/);
  });

  test('ends a code block that was left open, outside of which nothing is code', () => {
    const written = render('```\n@alice\n');

    expect(written).toBe('```text\n@alice\n```');
  });

  test('fences a block that holds fences by a longer one', () => {
    const written = render('~~~\n```\n@alice\n```\n~~~\n@bob');

    expect(written).toBe('````text\n```\n@alice\n```\n````\n\n`@bob`');
  });

  test('takes out what cannot be seen', () => {
    const written = render('a\u200Bb\u202Ec\u{E0041}d\u0007');

    expect(written).toBe('abcd');
  });

  test('lets nothing active through, whatever it is made of', () => {
    const pieces = fc.constantFrom(
      '@alice',
      '#12',
      '!3',
      'o/r#4',
      'GH-5',
      '`',
      '``',
      '```',
      '~~~',
      '\\',
      '<',
      '<!--',
      '-->',
      '<img src=x>',
      '&#64;',
      '[x](',
      '](',
      '![',
      'https://e.vil',
      'www.e.vil',
      '\n',
      '\n\n',
      ' ',
      '> ',
      '- ',
      '    ',
      'Closes ',
      '/close',
      'a',
      '\u200B',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const visible = outsideOfCode(render(parts.join('')));
        expect(visible).not.toMatch(/@\w|[#!]\d|GH-\d|<|!\[|\]\(|https?:|www\.|^\s*\/[a-z]|`|~~~/im);
      }),
      { numRuns: 2_000 },
    );
  });
});
