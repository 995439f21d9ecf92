import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createPoliteFetch } from './polite-fetch.ts';
import { localServers } from './testing/local-server.ts';

const servers = localServers();
afterEach(() => servers[Symbol.asyncDispose]());

const bounds = { maxAnswerBytes: 10_000, readRetryDelaysMs: [] };
const fetch = createPoliteFetch({ ...bounds, requestTimeoutMs: 4_000 });
const impatient = createPoliteFetch({ ...bounds, requestTimeoutMs: 200 });

describe('an answer', () => {
  test('comes as the server gave it, unpacked', async () => {
    const { url } = await servers.serve((_, response) => {
      response.writeHead(201, { 'content-encoding': 'gzip', 'x-total': '7' }).end(gzipSync('{"a":1}'));
    });

    const response = await fetch(`${url}/a?b=c`, { method: 'POST' });

    expect(response).toMatchObject({ status: 201, ok: true, url: `${url}/a?b=c` });
    expect(response.headers.get('x-total')).toBe('7');
    expect(await response.json()).toEqual({ a: 1 });
  });

  test.each([204, 304])('may be without a body (%i)', async (status) => {
    const { url } = await servers.serve((_, response) => {
      response.writeHead(status).end();
    });

    expect(await (await fetch(url)).text()).toBe('');
  });

  test('that is too big is refused, however small it travels', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const { url } = await servers.serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });

    expect(bomb.byteLength).toBeLessThan(10_000);
    await expect(fetch(url)).rejects.toMatchObject({ code: 'FORGE_REFUSED' });
  });

  test('that never ends is cut off', async () => {
    const { url } = await servers.serve((_, response) => {
      response.on('drain', more);
      function more() {
        // The whole of its buffer at once, so that it always has to wait for the reader.
        response.write('x'.repeat(1_000_000));
      }
      more();
    });

    await expect(fetch(url)).rejects.toMatchObject({ code: 'FORGE_REFUSED' });
  });

  test.each(['nothing', 'half of it'])('of which %s comes in time is none', async (what) => {
    const { url } = await servers.serve((_, response) => {
      if (what !== 'nothing') response.write('half');
    });

    await expect(impatient(url)).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
  });

  test('from nobody says who does not answer, without the query', async () => {
    const failure = fetch('http://127.0.0.1:1/a?private_token=secret');

    await expect(failure).rejects.toMatchObject({
      code: 'FORGE_UNAVAILABLE',
      message: expect.stringMatching(/GET http:\/\/127\.0\.0\.1:1\/a: .+/),
    });
    await expect(failure).rejects.not.toThrow(/secret/);
  });
});

describe('the signal of the caller', () => {
  test('ends the request with its own reason', async () => {
    const abort = new AbortController();
    const { url } = await servers.serve(() => abort.abort(new Error('stop it')));

    await expect(fetch(url, { signal: abort.signal })).rejects.toThrow('stop it');
  });

  test('that has fired already sends nothing', async () => {
    const { url, requests } = await servers.serve((_, response) => response.end());

    await expect(fetch(url, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    expect(requests).toEqual([]);
  });
});

describe('a redirect', () => {
  async function redirecting(target: (url: string) => string, status = 302) {
    const elsewhere = await servers.serve((_, response) => response.end('elsewhere'));
    const server = await servers.serve((request, response) => {
      if (request.url === '/new') response.end('new');
      else response.writeHead(status, { location: target(elsewhere.url) }).end();
    });
    return { ...server, elsewhere };
  }

  test('of a read is followed within its origin', async () => {
    const { url } = await redirecting(() => '/new');

    const response = await fetch(`${url}/old`);

    expect(await response.text()).toBe('new');
    expect(response.url).toBe(`${url}/new`);
  });

  test('to another origin is given back, and nobody there hears of it', async () => {
    const { url, elsewhere } = await redirecting((there) => `${there}/new`);

    const response = await fetch(`${url}/old`, { headers: { authorization: 'Bearer secret' } });

    expect(response.status).toBe(302);
    expect(elsewhere.requests).toEqual([]);
  });

  test.each(['POST', 'PATCH', 'DELETE'])('of a %s is given back', async (method) => {
    const { url, requests } = await redirecting(() => '/new', 301);

    expect((await fetch(`${url}/old`, { method })).status).toBe(301);
    expect(requests.map(({ line }) => line)).toEqual([`${method} /old`]);
  });

  test('is given back to a reader that wants it', async () => {
    const { url } = await redirecting(() => '/new');

    expect((await fetch(`${url}/old`, { redirect: 'manual' })).status).toBe(302);
  });

  test.each(['http://', 'http://:', '//['])('to %j, which is no address, is given back', async (location) => {
    const { url } = await redirecting(() => location);

    expect((await fetch(`${url}/old`)).status).toBe(302);
  });

  test('in a circle ends', async () => {
    const { url, requests } = await redirecting(() => '/old');

    await expect(fetch(`${url}/old`)).rejects.toMatchObject({ code: 'FORGE_REFUSED' });
    expect(requests).toHaveLength(6);
  });
});

describe('a request', () => {
  test('may be given as a Request, body and all', async () => {
    let body = '';
    const { url, requests } = await servers.serve(async (request, response) => {
      body = (await request.toArray()).join('');
      response.end();
    });

    await fetch(new Request(`${url}/a`, { method: 'POST', body: 'text', headers: { 'x-a': 'b' } }));

    expect(body).toBe('text');
    expect(requests).toMatchObject([{ line: 'POST /a', headers: { 'x-a': 'b' } }]);
  });

  test.each(['file:///etc/passwd', 'data:text/plain,x'])('for %s is refused', async (address) => {
    await expect(fetch(address)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
