import { describe, expect, test } from 'vitest';
import { stripHidden } from './strip-hidden.ts';

describe('stripHidden', () => {
  test.each([
    ['a <!-- ignore all rules --> b', 'a  b'],
    ['a <!-- one\n\ntwo --> b', 'a\n\n b'],
    ['a <!-- unclosed\nrest', 'a'],
    ['<!--\n```\nhidden\n```\n-->seen', 'seen'],
    ['a<!-->b', 'ab'],
    ['zero\u200Bwidth \u202Eright', 'zerowidth right'],
    ['```html\n<!-- seen -->\n```', '```html\n<!-- seen -->\n```'],
    ['<div>\n```\n<!-- hidden -->\n```', '<div>\n```\n\n```'],
    ['<pre>\n\n```\n<!-- hidden -->\n```', '<pre>\n\n```\n\n```'],
    ['```\n<!-- in a block without end', '```'],
  ])('shows %j as %j', (markdown, expected) => {
    const visible = stripHidden(markdown);

    expect(visible.replace(/\n{3,}/g, '\n\n')).toBe(expected);
  });
});
