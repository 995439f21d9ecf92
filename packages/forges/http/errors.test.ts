import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerError, networkError } from './errors.ts';

const WHAT = 'POST https://forge.example/issues';

function errorOf(status: number, text = '', headers: Record<string, string> = {}) {
  return answerError(WHAT, { status, headers: new Headers(headers) }, text);
}

describe('the error of an answer', () => {
  test.each([
    [301, 'FORGE_NOT_FOUND'],
    [400, 'FORGE_REFUSED'],
    [401, 'FORGE_UNAUTHORIZED'],
    [403, 'FORGE_FORBIDDEN'],
    [404, 'FORGE_NOT_FOUND'],
    [409, 'FORGE_REFUSED'],
    [410, 'FORGE_NOT_FOUND'],
    [422, 'FORGE_REFUSED'],
    [429, 'FORGE_RATE_LIMITED'],
    [500, 'FORGE_UNAVAILABLE'],
    [502, 'FORGE_UNAVAILABLE'],
  ])('of status %i is %s', (status, code) => {
    expect(errorOf(status)).toMatchObject({ code });
  });

  test('is a limit, with its time, for a 403 that is one', () => {
    expect(errorOf(403, '', { 'retry-after': '9' })).toMatchObject({
      code: 'FORGE_RATE_LIMITED',
      retryAfterMs: 9_000,
    });
  });

  test.each([
    ['Gitea', '{"message":"label is wrong","url":"x"}', '422 label is wrong'],
    [
      'GitHub',
      '{"message":"Validation Failed","errors":[{"field":"title"}]}',
      '422 Validation Failed [{"field":"title"}]',
    ],
    ['GitLab', '{"message":{"title":["is too long"]}}', '422 {"title":["is too long"]}'],
    ['GitLab, otherwise', '{"error":"title is missing"}', '422 title is missing'],
    ['a proxy', '<html>no</html>', '422 <html>no</html>'],
  ])('has the words of %s', (_, text, expected) => {
    expect(errorOf(422, text).message).toContain(`${WHAT}: ${expected}`);
  });

  test('is short, whatever the server says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 2_000, maxLength: 3_000 }), fc.json()), (text) => {
        expect(errorOf(400, text).message.length).toBeLessThan(1_000);
      }),
    );
  });
});

describe('the error of no answer', () => {
  test('says what really happened', () => {
    const error = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });

    expect(networkError(WHAT, error)).toMatchObject({
      code: 'FORGE_UNAVAILABLE',
      message: expect.stringContaining('connect ECONNREFUSED'),
      cause: error,
    });
  });

  test('is the one that it is already', () => {
    const error = errorOf(404);

    expect(networkError(WHAT, error)).toBe(error);
  });
});
