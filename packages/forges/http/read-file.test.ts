import type { RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createMemoryEtagStore } from './etag-store.ts';
import { createPoliteFetch } from './polite-fetch.ts';
import { readFile } from './read-file.ts';
import { localServers } from './testing/local-server.ts';

const servers = localServers();
afterEach(() => servers[Symbol.asyncDispose]());

/** What no text in UTF-8 has. */
const BYTES = Uint8Array.from([0x68, 0xe9, 0xff, 0x00, 0x6f]);

async function readFrom(listener: RequestListener, maxBytes = 100) {
  const server = await servers.serve(listener);
  const fetch = createPoliteFetch({ etags: createMemoryEtagStore(), readRetryDelaysMs: [] });
  const read = () =>
    readFile(
      { authorization: 'token the-token', fetch },
      { address: `${server.url}/files/1`, what: 'GET /files/1', maxBytes },
    );
  return { server, read };
}

test('a file is read as it is, each time anew, with our token', async () => {
  const { server, read } = await readFrom((request, response) => {
    const isKnown = request.headers['if-none-match'] !== undefined;
    response.writeHead(isKnown ? 304 : 200, { 'content-type': 'text/plain; charset=latin1', etag: '"1"' });
    response.end(isKnown ? undefined : BYTES);
  });

  expect(await read()).toEqual(BYTES);
  expect(await read()).toEqual(BYTES);
  expect(server.requests[0]?.headers).toMatchObject({ authorization: 'token the-token' });
});

test.each(['/login', 'http://elsewhere.example/files/1'])(
  'one that is somewhere else is refused: %s',
  async (location) => {
    const { server, read } = await readFrom((_, response) => {
      response.writeHead(302, { location }).end('<html>Log in</html>');
    });

    await expect(read()).rejects.toMatchObject({ code: 'FORGE_REFUSED' });
    expect(server.requests).toHaveLength(1);
  },
);

test('one that is too big is refused', async () => {
  const { read } = await readFrom((_, response) => void response.end(BYTES), BYTES.byteLength - 1);

  await expect(read()).rejects.toMatchObject({ code: 'FORGE_REFUSED' });
});

test.each([
  [403, 'FORGE_FORBIDDEN'],
  [404, 'FORGE_NOT_FOUND'],
  [500, 'FORGE_UNAVAILABLE'],
])('an answer of %i is %s, and the error keeps the token to itself', async (status, code) => {
  const { read } = await readFrom((_, response) => {
    response.writeHead(status).end('{"message":"because"}');
  });

  const failure = await read().catch((error: unknown) => error);

  expect(failure).toMatchObject({ code, message: expect.stringContaining('because') });
  expect(String(failure)).not.toContain('the-token');
});

test.each(['/files/..', '/files/%2e%2e', '/files/./1'])(
  'an address that leads elsewhere is not asked: %s',
  async (path) => {
    const server = await servers.serve((_, response) => response.end('other'));
    const fetch = createPoliteFetch({ readRetryDelaysMs: [] });

    const read = readFile(
      { authorization: 'x', fetch },
      { address: `${server.url}${path}`, what: 'GET', maxBytes: 9 },
    );

    await expect(read).rejects.toMatchObject({ code: 'FORGE_REFUSED' });
    expect(server.requests).toEqual([]);
  },
);
