import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkOf, sameOriginNext } from './links.ts';

const HERE = 'https://forge.example/api/issues?page=1';

describe('the next page', () => {
  test.each([
    [
      'GitHub',
      '<https://forge.example/api/issues?page=2>; rel="next", <https://forge.example/api/issues?page=9>; rel="last"',
    ],
    [
      'GitLab, in another order',
      '<https://forge.example/?page=1>; rel="first", <https://forge.example/api/issues?page=2>; rel="next"',
    ],
    ['no quotes', '<https://forge.example/api/issues?page=2>;rel=next'],
    [
      'several relations',
      '<https://forge.example/api/issues?page=2>; title="a, b; rel=\\"x\\""; rel="NEXT last"',
    ],
    ['a relative address', '</api/issues?page=2>; rel="next"'],
  ])('is found as by %s', (_, header) => {
    expect(sameOriginNext(header, HERE)).toBe('https://forge.example/api/issues?page=2');
  });

  test('may have commas in its address', () => {
    expect(sameOriginNext('</issues?labels=a,b&page=2>; rel="next"', HERE)).toBe(
      'https://forge.example/issues?labels=a,b&page=2',
    );
  });

  test.each([null, '', 'rubbish', '<https://forge.example/?page=0>; rel="prev"'])(
    'is none in %j',
    (header) => {
      expect(sameOriginNext(header, HERE)).toBeNull();
    },
  );

  test.each([
    'https://evil.example/api',
    'http://forge.example/api',
    'https://forge.example:8443/api',
    'https://forge.example@evil.example/api',
    '//evil.example/api',
    'https://[',
    'javascript:alert(1)',
  ])('at %s is refused', (address) => {
    expect(() => sameOriginNext(`<${address}>; rel="next"`, HERE)).toThrow(
      expect.objectContaining({ code: 'FORGE_REFUSED' }),
    );
  });

  test('is never at another origin, whatever the server says', () => {
    const start = fc.constantFrom(
      'https:',
      'http:',
      '',
      'https://',
      '//',
      '\\\\',
      'https://forge.example',
      '/',
    );
    const rest = fc.oneof(
      fc.constantFrom('evil.example/x', '@evil.example', ':8443/x', '.evil.example'),
      fc.string(),
    );
    fc.assert(
      fc.property(start, rest, (first, last) => {
        try {
          const next = sameOriginNext(`<${first}${last}>; rel="next"`, HERE);
          if (next !== null) expect(new URL(next).origin).toBe('https://forge.example');
        } catch (error) {
          expect(error).toMatchObject({ code: 'FORGE_REFUSED' });
        }
      }),
    );
  });
});

// Quadratic work on these would take minutes.
test.each(['<', 'a>;', '; a="', ';', '; a=', '<a>;a="\\'])(
  'a header of 200,000 times %j is read in time',
  (part) => {
    const startedAt = performance.now();

    expect(linkOf(`<a>${part.repeat(200_000)}`, 'next')).toBeNull();

    expect(performance.now() - startedAt).toBeLessThan(5_000);
  },
);
