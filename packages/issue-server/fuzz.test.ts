import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PROBLEM_TYPE } from './answers/problem.ts';
import { brokenRequests, TEMPLATES } from './testing/malformed-requests.ts';
import { API_KEY, openServer } from './testing/open-server.ts';

const SEED = 4;
const authorization = `Bearer ${API_KEY}`;

it.each(TEMPLATES)(
  'takes the body for $method $url while it is not broken',
  async ({ method, url, body }) => {
    const { ask } = openServer();
    await ask('POST', '/api/v1/issues', { body: { title: 'One' } });

    const { status } = await ask(method, url, { body });

    expect([200, 201, 204, 409, 422]).toContain(status);
  },
);

it('refuses 10,000 malformed bodies, each with a clear 4xx, and does nothing', {
  timeout: 120_000,
}, async () => {
  const { app, ask, logged, coordination } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });
  let refused = 0;

  await fc.assert(
    fc.asyncProperty(brokenRequests, async ({ method, url, contentType, payload }) => {
      const answer = await app.inject({
        method,
        url,
        headers: { authorization, 'content-type': contentType },
        payload,
      });
      expect([400, 413, 415]).toContain(answer.statusCode);
      expect(answer.headers['content-type']).toContain(PROBLEM_TYPE);
      expect(answer.json()).toMatchObject({
        status: answer.statusCode,
        code: expect.stringMatching(/^[A-Z_]+$/),
      });
      refused += 1;
    }),
    { numRuns: 10_000, seed: SEED, endOnFailure: true },
  );

  expect(refused).toBe(10_000);
  expect(logged).toEqual([]);
  expect(await coordination.lastSeq()).toBe(1);
});

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '1',
    '0',
    '-1',
    '9007199254740993',
    '1e3',
    '%00',
    '..',
    'null',
    'is:ready',
    'main',
    'other',
  ),
);
const header = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
});
const headers = fc.record(
  {
    'idempotency-key': header,
    'issue-core-agent': fc.oneof(header, fc.constantFrom('coder', 'taskspec')),
    'issue-core-claim-token': fc.oneof(header, fc.constantFrom('1', '2', '99999999999999999999')),
    'if-match': header,
    'if-none-match': header,
    'last-event-id': header,
  },
  { requiredKeys: [] },
);
const anyRequest = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'),
  path: fc.oneof(
    fc.constantFrom(
      ...TEMPLATES.map(({ url }) => url),
      '/mcp',
      '/api/v1/events',
      '/api/v1/ready',
      '/api/v1/claims',
    ),
    word.map((part) => `/api/v1/issues/${encodeURIComponent(part.toWellFormed())}`),
    word.map((part) => `/api/v1/labels/${encodeURIComponent(part.toWellFormed())}`),
    word.map((part) => `/api/v1/issues/1/comments/${encodeURIComponent(part.toWellFormed())}`),
    word.map((part) => `/api/v1/issues/1/states/${encodeURIComponent(part.toWellFormed())}`),
    fc.webPath(),
  ),
  query: fc.dictionary(
    fc.oneof(
      fc.constantFrom('q', 'limit', 'cursor', 'backend', 'sort', 'after', 'types', 'issue', 'name'),
      word,
    ),
    word,
    { maxKeys: 3 },
  ),
  headers,
  body: fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc
      .tuple(
        fc.constantFrom(...TEMPLATES),
        fc.dictionary(word, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 }),
      )
      .map(([{ body }, more]) => ({ ...body, ...more })),
  ),
});

it('fails at nothing that it is sent', { timeout: 120_000 }, async () => {
  const { app, ask, logged } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });

  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ method, path, query, headers: more, body }) => {
      const url = `${path}?${new URLSearchParams(Object.entries(query).map(([a, b]): [string, string] => [a.toWellFormed(), b.toWellFormed()]))}`;
      const payload = method === 'GET' || method === 'HEAD' ? {} : { payload: JSON.stringify(body) };
      const answer = await app.inject({
        method: method as 'GET',
        url,
        headers: { authorization, 'content-type': 'application/json', ...more },
        ...payload,
      });
      expect(answer.statusCode).toBeLessThan(500);
    }),
    { numRuns: 3_000, seed: SEED, endOnFailure: true },
  );

  expect(logged).toEqual([]);
});
