import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributionOf, withAttribution, withoutAttribution } from './attribution.ts';
import { canonicalText } from './canonical-text.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('\n', '\r', ' ', '*', '`', 'a') }),
);

describe('attribution', () => {
  test('is taken off again, whatever the text and the login are', () => {
    fc.assert(
      fc.property(text, fc.string({ unit: 'grapheme' }), (body, login) => {
        const line = attributionOf(login, 'github');
        const written = withAttribution(canonicalText(body), line);

        expect(withoutAttribution(written, line)).toBe(canonicalText(body));
        expect(withoutAttribution(canonicalText(written).replaceAll('\n', '\r\n'), line)).toBe(
          canonicalText(body),
        );
      }),
    );
  });

  test('is taken off once: what somebody quotes stays', () => {
    const line = attributionOf('ann', 'github');

    expect(withoutAttribution(withAttribution(`${line}\n\nquoted`, line), line)).toBe(`${line}\n\nquoted`);
  });

  test('of somebody else, or changed by somebody, stays', () => {
    const written = withAttribution('text', attributionOf('ann', 'github'));

    expect(withoutAttribution(written, attributionOf('ben', 'github'))).toBe(written);
    expect(withoutAttribution(written, null)).toBe(written);
  });

  test('is one short line of code, so that nobody is notified and nothing else is formatted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (login) => {
        expect(attributionOf(login, 'github')).toMatch(/^\*\*`[^`\n]{1,200}` wrote at github:\*\*$/);
      }),
    );
  });
});
