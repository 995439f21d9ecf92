import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { createPoliteFetch, type PoliteFetchOptions } from './polite-fetch.ts';
import { type LocalServer, localServers } from './testing/local-server.ts';
import { virtualClock } from './testing/virtual-clock.ts';

const servers = localServers();
afterEach(() => servers[Symbol.asyncDispose]());

async function politely(listener: RequestListener, options: PoliteFetchOptions = {}) {
  const server = await servers.serve(listener);
  const clock = virtualClock();
  return { server, clock, fetch: createPoliteFetch({ clock, ...options }) };
}

/** Answers with one status after the other, then with the last for ever. */
function answers(
  ...heads: [status: number, headers?: Record<string, string>, body?: string][]
): RequestListener {
  const left = [...heads];
  return (_, response) => {
    const [status, headers, body] = (left.length > 1 ? left.shift() : left[0]) ?? [500];
    response.writeHead(status, headers).end(body);
  };
}

function countOf({ requests }: LocalServer): number {
  return requests.length;
}

describe('a read', () => {
  test.each([502, 503, 504])(
    'is tried three times behind %i, and the last answer is given back',
    async (status) => {
      const { server, clock, fetch } = await politely(answers([status]));

      const response = await fetch(`${server.url}/a`);

      expect(response.status).toBe(status);
      expect(countOf(server)).toBe(3);
      expect(clock.waits).toEqual([200, 800]);
    },
  );

  test('is repeated when its connection breaks, until it is answered', async () => {
    let left = 2;
    const { server, fetch } = await politely((request, response) => {
      left -= 1;
      if (left >= 0) request.socket.destroy();
      else response.end('there');
    });

    expect(await (await fetch(server.url)).text()).toBe('there');
    expect(countOf(server)).toBe(3);
  });

  test.each([400, 401, 403, 404, 409, 422, 500, 501])(
    'that is answered by %i is not repeated',
    async (status) => {
      const { server, fetch } = await politely(answers([status]));

      expect((await fetch(server.url)).status).toBe(status);
      expect(countOf(server)).toBe(1);
    },
  );

  test('waits as long as a 503 asks, and no longer than it may', async () => {
    const patient = await politely(answers([503, { 'retry-after': '20' }], [200]));
    const hurried = await politely(answers([503, { 'retry-after': '40' }], [200]));

    expect((await patient.fetch(patient.server.url)).status).toBe(200);
    expect(patient.clock.waits).toEqual([20_000]);
    expect((await hurried.fetch(hurried.server.url)).status).toBe(503);
    expect(hurried.clock.waits).toEqual([]);
  });

  test('that is limited is sent again after the wait', async () => {
    const { server, clock, fetch } = await politely(answers([429, { 'retry-after': '7' }], [200, {}, 'in']));

    expect(await (await fetch(server.url)).text()).toBe('in');
    expect(clock.waits).toEqual([7_000]);
  });
});

describe('a write', () => {
  test.each([500, 502, 503, 504, 408])('behind %i is sent exactly once', async (status) => {
    const { server, fetch } = await politely(answers([status, { 'retry-after': '1' }]));

    const response = await fetch(`${server.url}/issues`, { method: 'POST', body: '{}' });

    expect(response.status).toBe(status);
    expect(countOf(server)).toBe(1);
  });

  test.each(['POST', 'PATCH', 'PUT', 'DELETE'])(
    'by %s whose answer is lost is sent exactly once',
    async (method) => {
      const { server, fetch } = await politely((request) => request.socket.destroy());

      await expect(fetch(server.url, { method })).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
      expect(countOf(server)).toBe(1);
    },
  );

  test('ten of them against `429 Retry-After: 60` make one request, and each is told how long', async () => {
    const { server, fetch } = await politely(answers([429, { 'retry-after': '60' }]));

    const posts = Array.from({ length: 10 }, () => fetch(`${server.url}/issues`, { method: 'POST' }));
    const outcomes = await Promise.allSettled(posts);

    expect(countOf(server)).toBe(1);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'FORGE_RATE_LIMITED', retryAfterMs: 60_000 },
      });
  });

  test('that was not taken is sent again, with its body, once the limit is over', async () => {
    const bodies: string[] = [];
    const { server, clock, fetch } = await politely(async (request, response) => {
      bodies.push((await request.toArray()).join(''));
      response.writeHead(bodies.length === 1 ? 429 : 201, { 'retry-after': '5' }).end();
    });

    const response = await fetch(server.url, { method: 'POST', body: 'the body' });

    expect(response.status).toBe(201);
    expect(bodies).toEqual(['the body', 'the body']);
    expect(clock.waits).toEqual([5_000]);
  });

  test('whose body is a stream is not sent again', async () => {
    const { server, fetch } = await politely(answers([429, { 'retry-after': '1' }]));
    const init = { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' } as const;

    await expect(fetch(server.url, init)).rejects.toMatchObject({ code: 'FORGE_RATE_LIMITED' });
    expect(countOf(server)).toBe(1);
  });

  test.each([
    ['a secondary limit in words', {}, '{"message":"You have exceeded a secondary rate limit."}', 60_000],
    ['nothing that remains', { 'x-ratelimit-remaining': '0' }, '{}', 60_000],
    ['Retry-After', { 'retry-after': '90' }, '{}', 90_000],
  ])('that GitHub answers by 403 with %s is limited', async (_, headers, body, retryAfterMs) => {
    const { server, fetch } = await politely(answers([403, headers, body]));

    const failure = fetch(server.url, { method: 'POST' });

    await expect(failure).rejects.toMatchObject({ code: 'FORGE_RATE_LIMITED', retryAfterMs });
    expect(countOf(server)).toBe(1);
  });

  test('that may not be done is not taken for limited', async () => {
    const { server, fetch } = await politely(
      answers([403, { 'x-ratelimit-remaining': '9' }, '{"message":"no"}']),
    );

    expect((await fetch(server.url, { method: 'POST' })).status).toBe(403);
  });

  test('gives up on a server that says wait for ever', async () => {
    const { server, clock, fetch } = await politely(answers([429, { 'retry-after': '1' }]));

    await expect(fetch(server.url, { method: 'POST' })).rejects.toMatchObject({ code: 'FORGE_RATE_LIMITED' });
    expect(countOf(server)).toBe(6);
    expect(clock.waits).toHaveLength(5);
  });
});

describe('a limit', () => {
  test('that is over lets everybody go on', async () => {
    const { server, clock, fetch } = await politely(answers([429, { 'retry-after': '60' }], [200]));
    await expect(fetch(server.url)).rejects.toMatchObject({ code: 'FORGE_RATE_LIMITED' });

    await clock.delay(60_000);

    expect((await fetch(server.url, { method: 'POST' })).status).toBe(200);
  });

  test('is not waited for longer than one call may wait in all', async () => {
    const { server, fetch } = await politely(answers([429, { 'retry-after': '12' }]), { maxWaitMs: 30_000 });

    await expect(fetch(server.url)).rejects.toMatchObject({ retryAfterMs: 12_000 });
    expect(countOf(server)).toBe(3);
  });

  test('ends at once for a caller that gives up', async () => {
    const { server } = await politely(answers([429, { 'retry-after': '20' }]));
    const giveUp = new AbortController();
    const fetch = createPoliteFetch({
      clock: {
        now: () => 0,
        delay: (_, signal) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => reject(signal.reason));
            giveUp.abort(new Error('enough'));
          }),
      },
    });

    await expect(fetch(server.url, { signal: giveUp.signal })).rejects.toThrow('enough');
    expect(countOf(server)).toBe(1);
  });
});
