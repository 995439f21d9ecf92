import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rateLimitWaitMs } from './rate-limit.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');

function waitOf(headers: Record<string, string>, status = 429, text = ''): number | null {
  return rateLimitWaitMs({ status, headers: new Headers(headers) }, text, NOW);
}

describe('the wait', () => {
  test.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['a date', { 'retry-after': 'Tue, 01 Jan 2030 00:00:09 GMT' }, 9_000],
    [
      'a date by the clock of the server',
      { 'retry-after': 'Tue, 01 Jan 2030 01:00:09 GMT', date: 'Tue, 01 Jan 2030 01:00:00 GMT' },
      9_000,
    ],
    ['a date that is over', { 'retry-after': 'Mon, 31 Dec 2029 00:00:00 GMT' }, 1_000],
    [
      'the reset of GitHub',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1_000 + 30) },
      30_000,
    ],
    ['the reset of GitLab', { 'ratelimit-reset': String(NOW / 1_000 + 40) }, 40_000],
    ['a reset in seconds from now', { 'ratelimit-reset': '50' }, 50_000],
    ['Retry-After before a reset', { 'retry-after': '5', 'ratelimit-reset': '50' }, 5_000],
    ['a minute when nothing is said', {}, 60_000],
    ['a minute when it cannot be read', { 'retry-after': 'soon' }, 60_000],
    [
      'no reset while something remains',
      { 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': String(NOW / 1_000 + 30) },
      60_000,
    ],
    ['an hour at most', { 'retry-after': '999999' }, 3_600_000],
    ['a second at least', { 'retry-after': '0' }, 1_000],
  ])('is %s', (_, headers, expected) => {
    expect(waitOf(headers)).toBe(expected);
  });

  test.each([200, 404, 500, 503])('is none for %i', (status) => {
    expect(waitOf({ 'retry-after': '7', 'x-ratelimit-remaining': '0' }, status)).toBeNull();
  });

  test('is none for a 403 that only forbids', () => {
    expect(waitOf({ 'x-ratelimit-remaining': '10' }, 403, 'Resource not accessible')).toBeNull();
  });

  test('is between a second and an hour, whatever the server says', () => {
    const header = fc.oneof(
      fc.stringMatching(/^[\x21-\x7e]{0,40}$/),
      fc.integer().map(String),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(header, header, header, (retryAfter, reset, date) => {
        const wait = waitOf({ 'retry-after': retryAfter, 'ratelimit-reset': reset, date });
        expect(wait).toBeGreaterThanOrEqual(1_000);
        expect(wait).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});
