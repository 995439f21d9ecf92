import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { expect, test } from 'vitest';
import { toFixpointError } from './errors.ts';

function refused(status: number, data: unknown, headers: Readonly<Record<string, unknown>> = {}): Error {
  return Object.assign(new Error('from octokit'), { status, response: { headers, data } });
}

test.each([
  [401, {}, 'FORGE_UNAUTHORIZED'],
  [403, {}, 'FORGE_FORBIDDEN'],
  [404, {}, 'FORGE_NOT_FOUND'],
  [410, {}, 'FORGE_NOT_FOUND'],
  [422, { errors: [{ code: 'missing_field', field: 'title' }] }, 'FORGE_REFUSED'],
  [422, { errors: ['only words'] }, 'FORGE_REFUSED'],
  [422, { errors: [{ code: 'already_exists', field: 'name' }] }, 'ALREADY_EXISTS'],
  [502, '<html>Bad Gateway</html>', 'FORGE_UNAVAILABLE'],
  [429, {}, 'FORGE_RATE_LIMITED'],
] as const)('%i with %j is %s', (status, data, code) => {
  const error = toFixpointError('read #1', refused(status, data));

  expect(error).toMatchObject({ code, message: expect.stringContaining('read #1') });
});

test('a limit says how long to wait', () => {
  const limited = refused(403, { message: 'slow down' }, { 'retry-after': '7' });

  expect(toFixpointError('x', limited)).toMatchObject({ code: 'FORGE_RATE_LIMITED', retryAfterMs: 7_000 });
});

test.each([
  ['NOT_FOUND', 'FORGE_NOT_FOUND'],
  ['FORBIDDEN', 'FORGE_FORBIDDEN'],
  ['RATE_LIMITED', 'FORGE_RATE_LIMITED'],
  ['toString', 'FORGE_REFUSED'],
])('GraphQL says %s, which is %s', (type, code) => {
  const error = Object.assign(new Error('from octokit'), { errors: [{ type, message: 'because' }] });

  expect(toFixpointError('x', error)).toMatchObject({ code, message: expect.stringContaining('because') });
});

test('what our own fetch throws comes out of octokit as it was', () => {
  const ours = new FixpointError('FORGE_RATE_LIMITED', 'x', { retryAfterMs: 5 });

  expect(toFixpointError('x', ours)).toBe(ours);
  expect(toFixpointError('x', new Error('wrapped', { cause: ours }))).toBe(ours);
});

test('everything else is a forge that does not answer', () => {
  expect(toFixpointError('x', new TypeError('fetch failed'))).toMatchObject({ code: 'FORGE_UNAVAILABLE' });
  expect(toFixpointError('x', 'a word')).toMatchObject({ code: 'FORGE_UNAVAILABLE' });
});
