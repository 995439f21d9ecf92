import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createPoliteFetch } from '../http/polite-fetch.ts';
import { type Client, createClient } from './client.ts';

const servers: Server[] = [];

async function clientOf(listener: RequestListener, requestTimeoutMs = 2_000): Promise<Client> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const polite = createPoliteFetch({ maxWaitMs: 0, requestTimeoutMs });
  return createClient({ url: `http://127.0.0.1:${port}`, token: 'the-token', fetch: polite });
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const get = { method: 'GET', path: '/x', schema: z.object({ a: z.number() }) } as const;
const post = { ...get, method: 'POST', body: {} } as const;

describe('a request', () => {
  test('sends its token in a header and gives back the parsed answer', async () => {
    let seen: string | undefined;
    const client = await clientOf((request, response) => {
      seen = `${request.url} ${request.headers.authorization}`;
      response.end('{"a":1,"b":2}');
    });

    const answer = await client.request({ ...get, query: { page: 2 } });

    expect(answer).toEqual({ a: 1 });
    expect(seen).toBe('/api/v1/x?page=2 token the-token');
  });

  test.each([
    [401, 'FORGE_UNAUTHORIZED'],
    [403, 'FORGE_FORBIDDEN'],
    [404, 'FORGE_NOT_FOUND'],
    [301, 'FORGE_NOT_FOUND'],
    [409, 'FORGE_REFUSED'],
    [422, 'FORGE_REFUSED'],
    [429, 'FORGE_RATE_LIMITED'],
    [500, 'FORGE_UNAVAILABLE'],
  ])('that is answered by %i fails with %s and the words of the forge', async (status, code) => {
    const client = await clientOf((_, response) => {
      response.writeHead(status, { location: '/elsewhere' }).end(JSON.stringify({ message: 'because' }));
    });

    const failure = client.request(post);

    await expect(failure).rejects.toMatchObject({ code, message: expect.stringContaining('because') });
  });

  test('that is refused for now says for how long', async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(429, { 'retry-after': '7' }).end();
    });

    await expect(client.request(get)).rejects.toMatchObject({ retryAfterMs: 7_000 });
  });

  test('that reads is repeated twice', async () => {
    let requests = 0;
    const client = await clientOf((_, response) => {
      requests += 1;
      response.writeHead(requests < 3 ? 503 : 200).end('{"a":1}');
    });

    expect(await client.request(get)).toEqual({ a: 1 });
    expect(requests).toBe(3);
  });

  test('that writes is never repeated', async () => {
    let requests = 0;
    const client = await clientOf((_, response) => {
      requests += 1;
      response.writeHead(503).end();
    });

    await expect(client.request(post)).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
    expect(requests).toBe(1);
  });

  test('that gets no answer ends in time', async () => {
    const client = await clientOf(() => undefined, 100);

    await expect(client.request(post)).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
  });

  test.each(['{"a":"no number"}', 'no json', ''])('that is answered by %j is refused', async (answer) => {
    const client = await clientOf((_, response) => {
      response.end(answer);
    });

    await expect(client.request(post)).rejects.toMatchObject({ code: 'FORGE_REFUSED' });
  });

  test('bounds the words of the forge and never tells the token', async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(400).end('x'.repeat(10_000));
    });

    const failure = await client.request(post).catch((error: Error) => error);

    expect(failure).toMatchObject({ message: expect.not.stringContaining('the-token') });
    expect(String(failure).length).toBeLessThan(1_000);
  });
});
