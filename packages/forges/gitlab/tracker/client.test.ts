import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { localServers } from '../../http/testing/local-server.ts';
import { createGitLabClient, type GitLabClient } from './client.ts';

const servers = localServers();
afterEach(() => servers[Symbol.asyncDispose]());

async function clientOf(listener: RequestListener) {
  const server = await servers.serve(listener);
  // A server below a path, as GitLab can be set up.
  const url = `${server.url}/git/`;
  const client: GitLabClient = createGitLabClient({ url, project: 'a b/c/d', token: 'the-token', fetch });
  return { client, server };
}

const get = { method: 'GET', path: '/issues', schema: z.object({ a: z.number() }) } as const;

describe('a request', () => {
  test('goes to its project with the token', async () => {
    const { client, server } = await clientOf((_, response) => {
      response.setHeader('date', 'Tue, 01 Jan 2030 00:00:00 GMT').end('{"a":1}');
    });

    const answer = await client.ask({ ...get, query: { q: 'a b&c', page: 2 } });

    expect(answer).toEqual({ data: { a: 1 }, next: null, date: '2030-01-01T00:00:00.000Z' });
    expect(server.requests).toMatchObject([
      {
        line: 'GET /git/api/v4/projects/a%20b%2Fc%2Fd/issues?q=a+b%26c&page=2',
        headers: { authorization: 'Bearer the-token' },
      },
    ]);
    expect(client.webUrl).toBe(`${server.url}/git/a b/c/d`);
  });

  test.each([
    ['page=3&per_page=2', { page: 3 }],
    ['page=3&cursor=eyJ9', { cursor: 'eyJ9' }],
  ])('says where its list goes on: %s', async (search, next) => {
    const { client } = await clientOf((request, response) => {
      const link = `<http://${request.headers.host}/git/api/v4/x?${search}>; rel="next"`;
      response.setHeader('link', link).end('{"a":1}');
    });

    expect((await client.ask(get)).next).toEqual(next);
  });

  test.each(['<http://elsewhere.example/x?page=2>; rel="next"', '</x?page=zero>; rel="next"'])(
    'is refused when its list goes on where we do not: %s',
    async (link) => {
      const { client } = await clientOf((_, response) => {
        response.setHeader('link', link).end('{"a":1}');
      });

      await expect(client.ask(get)).rejects.toMatchObject({ code: 'FORGE_REFUSED' });
    },
  );

  test.each([
    [301, 'FORGE_NOT_FOUND'],
    [400, 'FORGE_REFUSED'],
    [401, 'FORGE_UNAUTHORIZED'],
    [403, 'FORGE_FORBIDDEN'],
    [404, 'FORGE_NOT_FOUND'],
    [409, 'FORGE_REFUSED'],
    [422, 'FORGE_REFUSED'],
    [429, 'FORGE_RATE_LIMITED'],
    [500, 'FORGE_UNAVAILABLE'],
  ])('answered by %i is %s, and the error keeps the token to itself', async (status, code) => {
    const { client, server } = await clientOf((_, response) => {
      response.writeHead(status, { location: '/elsewhere' }).end('{"message":{"title":["because"]}}');
    });

    const failure = await client
      .request({ ...get, method: 'POST', body: {} })
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ code, message: expect.stringContaining('because') });
    expect(String(failure)).not.toContain('the-token');
    expect(server.requests).toHaveLength(1);
  });

  test.each(['{"a":"x"}', 'no json', ''])('answered by %j is refused', async (text) => {
    const { client } = await clientOf((_, response) => {
      response.end(text);
    });

    await expect(client.request(get)).rejects.toMatchObject({ code: 'FORGE_REFUSED' });
  });

  test('ends with the reason of its signal', async () => {
    const { client } = await clientOf(() => undefined);
    const stop = new AbortController();
    const work = client.request({ ...get, signal: stop.signal });
    stop.abort(new Error('enough'));

    await expect(work).rejects.toThrow('enough');
  });

  test('to a server that is not there is FORGE_UNAVAILABLE', async () => {
    const client = createGitLabClient({ url: 'http://127.0.0.1:1', project: '7', token: 't', fetch });

    await expect(client.request(get)).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
    expect(client.webUrl).toBeNull();
  });
});
