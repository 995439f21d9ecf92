import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { openAnsweringServer, sendJson } from '../testing/answering-server.ts';
import type { ApiRequest } from './api-request.ts';
import { type ConnectionOptions, connect } from './connect.ts';

const KEY = ['key', 'of', 'the', 'client'].join('-');
const Fine = z.object({ fine: z.boolean() });

function connectTo(server: string, changes: Partial<ConnectionOptions> = {}) {
  return connect({
    server,
    apiKey: KEY,
    agent: null,
    timeoutMs: 5_000,
    maxWaitMs: 5_000,
    retryDelaysMs: [1, 1],
    signal: new AbortController().signal,
    fetch,
    ...changes,
  });
}

const requestOf = (method: ApiRequest<unknown>['method'], harmless = false) => ({
  method,
  path: ['issues', 1, 'comments'],
  answer: Fine,
  harmless,
});

it('says who asks, and what for', async () => {
  const { url, received } = await openAnsweringServer((_, response) =>
    sendJson(response, 200, { fine: true }),
  );
  const ask = connectTo(url, { agent: 'coder' });

  await ask({
    method: 'GET',
    path: ['labels', 'a/b ?'],
    query: { types: ['x', 'y'], limit: 3, q: undefined },
    answer: Fine,
  });
  await ask({ ...requestOf('POST'), body: { one: 1 }, headers: { 'issue-core-claim-token': '7' } });

  expect(received.map(({ method, url: asked }) => [method, asked])).toEqual([
    ['GET', '/api/v1/labels/a%2Fb%20%3F?types=x&types=y&limit=3'],
    ['POST', '/api/v1/issues/1/comments'],
  ]);
  expect(received[1]?.headers).toMatchObject({
    authorization: `Bearer ${KEY}`,
    'issue-core-agent': 'coder',
    'issue-core-claim-token': '7',
    'content-type': 'application/json',
    'idempotency-key': expect.stringMatching(/^[\w-]{36}$/),
  });
});

it.each([
  ['GET', false, 3],
  ['POST', false, 3],
  ['POST', true, 3],
  ['PUT', false, 1],
  ['PATCH', false, 1],
  ['DELETE', false, 1],
] as const)(
  'asks again when the connection breaks, unless it might be done twice: %s %s',
  async (method, harmless, times) => {
    const { url, received } = await openAnsweringServer((request) => request.socket.destroy());

    const asking = connectTo(url)(requestOf(method, harmless));

    await expect(asking).rejects.toMatchObject({ code: 'API_UNAVAILABLE' });
    expect(received).toHaveLength(times);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  },
);

it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
  'waits as long as it is told to when there are too many requests: %s',
  async (method) => {
    const busy = { code: 'API_RATE_LIMITED', title: 'Too many', status: 429 };
    const { url, received } = await openAnsweringServer((_, response, count) =>
      count < 3
        ? sendJson(response, 429, busy, { 'retry-after': '0' })
        : sendJson(response, 200, { fine: true }),
    );

    expect(await connectTo(url)(requestOf(method))).toEqual({ fine: true });
    expect(received).toHaveLength(3);
  },
);

it('waits no longer than it may, and says for how long it should have', async () => {
  const busy = { code: 'API_RATE_LIMITED', title: 'Too many', status: 429 };
  const { url, received } = await openAnsweringServer((_, response) =>
    sendJson(response, 429, busy, { 'retry-after': '3600' }),
  );

  await expect(connectTo(url)(requestOf('GET'))).rejects.toMatchObject({
    code: 'API_RATE_LIMITED',
    retryAfterMs: 3_600_000,
  });
  expect(received).toHaveLength(1);
});

it('does not ask for ever, however short it is told to wait', async () => {
  const busy = { code: 'API_RATE_LIMITED', title: 'Too many', status: 429 };
  const { url, received } = await openAnsweringServer((_, response) =>
    sendJson(response, 429, busy, { 'retry-after': '0' }),
  );

  await expect(connectTo(url)(requestOf('GET'))).rejects.toMatchObject({ code: 'API_RATE_LIMITED' });
  expect(received.length).toBeLessThan(100);
});

it('asks a server whose tracker is down no more often than one that is down itself', async () => {
  const down = { code: 'FORGE_UNAVAILABLE', title: 'Down', status: 503 };
  const { url, received } = await openAnsweringServer((_, response) =>
    sendJson(response, 503, down, { 'retry-after': '0' }),
  );

  await expect(connectTo(url)(requestOf('GET'))).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
  await expect(connectTo(url)(requestOf('PATCH'))).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
  expect(received.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'PATCH']);
});

it('waits until the first of two is done that have one Idempotency-Key', async () => {
  const atWork = { code: 'IDEMPOTENCY_IN_FLIGHT', title: 'At work', status: 409 };
  const { url, received } = await openAnsweringServer((request, response, count) => {
    if (count === 1) request.socket.destroy();
    else if (count === 2) sendJson(response, 409, atWork, { 'retry-after': '0' });
    else sendJson(response, 200, { fine: true });
  });

  expect(await connectTo(url)(requestOf('POST'))).toEqual({ fine: true });
  expect(received).toHaveLength(3);
});

it('sends what nobody heard again, whatever it is', async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const address = free.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  await new Promise((resolve) => free.close(resolve));
  let tries = 0;
  const counted: typeof fetch = (input, init) => {
    tries += 1;
    return fetch(input, init);
  };

  const asking = connectTo(`http://127.0.0.1:${port}`, { fetch: counted })(requestOf('DELETE'));

  await expect(asking).rejects.toMatchObject({
    code: 'API_UNAVAILABLE',
    message: expect.stringContaining(`http://127.0.0.1:${port}: ECONNREFUSED.`),
  });
  expect(tries).toBe(3);
});

it('gives up on a server that does not answer in time', async () => {
  const { url, received } = await openAnsweringServer(() => undefined);

  const asking = connectTo(url, { timeoutMs: 50, maxWaitMs: 100 })(requestOf('GET'));

  await expect(asking).rejects.toMatchObject({ code: 'API_UNAVAILABLE' });
  expect(received.length).toBeGreaterThan(0);
});

it('ends at once when it is told to, also while it waits', async () => {
  const busy = await openAnsweringServer((_, response) =>
    sendJson(response, 503, {}, { 'retry-after': '4' }),
  );
  const silent = await openAnsweringServer(() => undefined);
  const stopping = new AbortController();
  const { signal } = stopping;
  const reason = new Error('stopped');

  const waiting = connectTo(busy.url, { signal })(requestOf('GET'));
  const hanging = connectTo(silent.url)({ ...requestOf('GET'), signal });
  await expect.poll(() => [busy.received.length, silent.received.length]).toEqual([1, 1]);
  const started = performance.now();
  stopping.abort(reason);

  await expect(waiting).rejects.toBe(reason);
  await expect(hanging).rejects.toBe(reason);
  expect(performance.now() - started).toBeLessThan(2_000);
});

it('takes the key nowhere else', async () => {
  const other = await openAnsweringServer((_, response) => sendJson(response, 200, { fine: true }));
  const { url } = await openAnsweringServer((_, response) =>
    sendJson(response, 302, {}, { location: other.url }),
  );

  const asking = connectTo(url)(requestOf('GET'));

  await expect(asking).rejects.toMatchObject({
    code: 'API_REFUSED',
    message: expect.stringContaining(`is at ${other.url}`),
  });
  expect(other.received).toEqual([]);
});

it.each([
  ['another shape', 200, { fine: 'yes' }, 'API_REFUSED', 'fine: '],
  ['nothing', 200, undefined, 'API_REFUSED', ''],
  ['a code of ours', 409, { code: 'CLAIM_HELD', detail: 'By ann.' }, 'CLAIM_HELD', 'By ann.'],
  [
    'a code that is not known',
    418,
    { code: 'TEAPOT', title: 'Short and stout' },
    'API_REFUSED',
    'TEAPOT: Short and stout',
  ],
  ['a code of HTTP', 413, { code: 'BODY_TOO_LARGE', title: 'Too large' }, 'INVALID_INPUT', 'BODY_TOO_LARGE'],
  [
    'no problem at all',
    404,
    { message: 'Not here' },
    'API_REFUSED',
    'GET /issues/1/comments was answered with 404.',
  ],
  ['a gateway', 502, 'Bad gateway', 'API_UNAVAILABLE', '502'],
  [
    'fields that do not fit',
    400,
    { code: 'INVALID_INPUT', errors: [{ where: 'body/title', message: 'Too short' }] },
    'INVALID_INPUT',
    'body/title: Too short',
  ],
])('makes an error of %s', async (_, status, body, code, words) => {
  const { url } = await openAnsweringServer((_request, response) => sendJson(response, status, body));

  await expect(connectTo(url)(requestOf('GET'))).rejects.toMatchObject({
    code,
    message: expect.stringContaining(words),
  });
});

it.each(['', '.', '..'])('names nothing to a server that an address cannot hold: %j', async (name) => {
  const { url, received } = await openAnsweringServer((_, response) =>
    sendJson(response, 200, { fine: true }),
  );

  const asking = connectTo(url)({ method: 'DELETE', path: ['labels', name], answer: Fine });

  await expect(asking).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(received).toEqual([]);
});
