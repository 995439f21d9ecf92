import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTrackerClient, type TrackerClient } from './client.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function clientOf(handle: RequestListener): Promise<TrackerClient> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return createTrackerClient({ url, owner: 'o w', repo: 'r/e', token: 'the-token', fetch });
}

const get = { method: 'GET', path: '/issues', schema: z.object({ a: z.number() }) } as const;

describe('a request', () => {
  test('goes to its repository with the token, and says what the server says of the list', async () => {
    const seen: unknown[] = [];
    const client = await clientOf((request, response) => {
      seen.push(request.url, request.headers.authorization);
      response
        .setHeader('x-total-count', '7')
        .setHeader('date', 'Tue, 01 Jan 2030 00:00:00 GMT')
        .end('{"a":1}');
    });

    const answer = await client.ask({ ...get, query: { q: 'a b&c', page: 2 } });

    expect(answer).toEqual({ data: { a: 1 }, total: 7, serverTime: '2030-01-01T00:00:00.000Z' });
    expect(seen).toEqual(['/api/v1/repos/o%20w/r%2Fe/issues?q=a+b%26c&page=2', 'token the-token']);
  });

  test.each([
    [401, 'FORGE_UNAUTHORIZED'],
    [403, 'FORGE_FORBIDDEN'],
    [404, 'FORGE_NOT_FOUND'],
    [412, 'FORGE_REFUSED'],
    [422, 'FORGE_REFUSED'],
    [500, 'FORGE_UNAVAILABLE'],
  ])('answered by %i is %s, and the error keeps the token to itself', async (status, code) => {
    const client = await clientOf((_, response) => {
      response.writeHead(status).end('{"message":"because"}');
    });

    const failure = await client.request(get).catch((error: unknown) => error);

    expect(failure).toMatchObject({ code, message: expect.stringContaining('because') });
    expect(String(failure)).not.toContain('the-token');
  });

  test('that writes does not follow a redirect', async () => {
    const paths: unknown[] = [];
    const client = await clientOf((request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });

    await expect(client.request({ ...get, method: 'POST', body: {} })).rejects.toMatchObject({
      code: 'FORGE_NOT_FOUND',
    });
    expect(paths).toHaveLength(1);
  });

  test.each(['{"a":"x"}', 'no json', ''])('answered by %j is refused', async (text) => {
    const client = await clientOf((_, response) => {
      response.end(text);
    });

    await expect(client.request(get)).rejects.toMatchObject({ code: 'FORGE_REFUSED' });
  });

  test('ends with the reason of its signal', async () => {
    const client = await clientOf(() => undefined);
    const stop = new AbortController();
    const work = client.request({ ...get, signal: stop.signal });
    stop.abort(new Error('enough'));

    await expect(work).rejects.toThrow('enough');
  });

  test('to a server that is not there is FORGE_UNAVAILABLE', async () => {
    const options = { url: 'http://127.0.0.1:1', owner: 'o', repo: 'r', token: 't', fetch };

    await expect(createTrackerClient(options).request(get)).rejects.toMatchObject({
      code: 'FORGE_UNAVAILABLE',
    });
  });
});
