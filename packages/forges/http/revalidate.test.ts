import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSqliteEtagStore, ETAG_SCHEMA } from '@fixpoint/issue-core/sqlite/etag-store.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { createMemoryEtagStore, type EtagStore } from './etag-store.ts';
import { createPoliteFetch } from './polite-fetch.ts';
import { localServers } from './testing/local-server.ts';

const servers = localServers();
afterEach(() => servers[Symbol.asyncDispose]());

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** As Rails does it: the ETag is the digest of the body, and a 304 has the other headers of the answer. */
function answerWithEtag(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  headers: Record<string, string> = {},
): void {
  const etag = `W/"${createHash('md5').update(body).digest('hex')}"`;
  const unchanged = request.headers['if-none-match'] === etag;
  response.writeHead(unchanged ? 304 : 200, { ...(unchanged ? {} : JSON_TYPE), etag, ...headers });
  response.end(unchanged ? undefined : body);
}

const stores: [string, () => EtagStore][] = [
  ['memory', () => createMemoryEtagStore()],
  ['SQLite', () => createSqliteEtagStore(openDatabase(':memory:', [ETAG_SCHEMA]))],
];

describe.each(stores)('with a store in %s', (_, openStore) => {
  test('an unchanged answer costs a 304, and comes with what is new in its head', async () => {
    let remaining = 10;
    const { url, requests } = await servers.serve((request, response) => {
      remaining -= 1;
      answerWithEtag(request, response, '{"title":"täst"}', { 'x-ratelimit-remaining': String(remaining) });
    });
    const fetch = createPoliteFetch({ etags: openStore() });

    const first = await fetch(url);
    const second = await fetch(url);

    expect(first.headers.get('x-issue-core-cache')).toBeNull();
    expect(second).toMatchObject({ status: 200, url: `${url}/` });
    expect(second.headers.get('x-issue-core-cache')).toBe('revalidated');
    expect(second.headers.get('x-ratelimit-remaining')).toBe('8');
    expect(second.headers.get('content-type')).toContain('application/json');
    expect(await second.json()).toEqual({ title: 'täst' });
    expect(requests[1]?.headers['if-none-match']).toBeTruthy();
  });

  test('a changed answer replaces what was kept', async () => {
    let body = '{"a":1}';
    const { url } = await servers.serve((request, response) => answerWithEtag(request, response, body));
    const fetch = createPoliteFetch({ etags: openStore() });
    await fetch(url);

    body = '{"a":2}';

    expect(await (await fetch(url)).json()).toEqual({ a: 2 });
    const third = await fetch(url);
    expect(third.headers.get('x-issue-core-cache')).toBe('revalidated');
    expect(await third.json()).toEqual({ a: 2 });
  });
});

describe('what is kept', () => {
  async function secondCondition(
    second: RequestInit,
    first: RequestInit = {},
    headers: Record<string, string> = {},
  ): Promise<string | undefined> {
    const { url, requests } = await servers.serve((request, response) =>
      answerWithEtag(request, response, '{}', headers),
    );
    const fetch = createPoliteFetch({ etags: createMemoryEtagStore() });
    await fetch(url, first);
    await fetch(url, second);
    return requests[1]?.headers['if-none-match'];
  }

  test.each([
    ['token', { headers: { authorization: 'Bearer b' } }],
    ['token of GitLab', { headers: { 'private-token': 'b' } }],
    ['kind of answer', { headers: { accept: 'text/html' } }],
    ['method', { method: 'POST' }],
  ])('is not used for another %s', async (_, second) => {
    expect(await secondCondition(second)).toBeUndefined();
    expect(await secondCondition({})).toBeDefined();
  });

  test('is not what must not be stored', async () => {
    expect(await secondCondition({}, {}, { 'cache-control': 'private, no-store' })).toBeUndefined();
  });

  test('does not hold the token, nor what an address asks for', async () => {
    const seen: string[] = [];
    const memory = createMemoryEtagStore();
    const etags: EtagStore = {
      get: (key) => memory.get(key),
      set: (key, value) => {
        seen.push(key, value);
        return memory.set(key, value);
      },
    };
    const { url } = await servers.serve((request, response) =>
      answerWithEtag(request, response, '{}', { 'set-cookie': 'session=hush' }),
    );

    await createPoliteFetch({ etags })(`${url}/?private_token=hidden`, {
      headers: { authorization: 'Bearer hidden' },
    });

    expect(seen).toHaveLength(2);
    expect(seen.join()).not.toMatch(/hidden|hush/);
  });

  test('and cannot be read any more is as good as nothing', async () => {
    const { url, requests } = await servers.serve((request, response) =>
      answerWithEtag(request, response, '{}'),
    );
    const fetch = createPoliteFetch({ etags: { get: () => '{"etag":', set: () => undefined } });

    expect((await fetch(url)).status).toBe(200);
    expect(requests[0]?.headers['if-none-match']).toBeUndefined();
  });

  test('is left alone by a caller that brings a condition of its own', async () => {
    const { url } = await servers.serve((_, response) => response.writeHead(304).end());
    const fetch = createPoliteFetch({ etags: createMemoryEtagStore() });

    expect((await fetch(url, { headers: { 'if-none-match': '"x"' } })).status).toBe(304);
  });
});

describe('pages', () => {
  /** Two on a page; a 304 that, unlike that of Rails, has no `Link`. */
  async function numbersOf(items: readonly number[]) {
    const { url } = await servers.serve((request, response) => {
      const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page'));
      const shown = items.slice((page - 1) * 2, page * 2);
      const more = items.length > page * 2;
      const unchanged = request.headers['if-none-match'] === JSON.stringify(`${shown}`);
      const link = { link: `</?page=${page + 1}&per_page=2>; rel="next"` };
      response.writeHead(unchanged ? 304 : 200, {
        ...JSON_TYPE,
        etag: JSON.stringify(`${shown}`),
        ...(more && !unchanged ? link : {}),
      });
      response.end(unchanged ? undefined : JSON.stringify(shown));
    });
    return url;
  }

  test('lose nothing when one is added after a last page that was full', async () => {
    const items = [1, 2];
    const url = await numbersOf(items);
    const fetch = createPoliteFetch({ etags: createMemoryEtagStore() });
    expect((await fetch(`${url}/?page=1&per_page=2`)).headers.get('link')).toBeNull();

    items.push(3);

    const again = await fetch(`${url}/?page=1&per_page=2`);
    expect(again.headers.get('link')).toContain('page=2');
  });

  test('keep their links when they are unchanged', async () => {
    const url = await numbersOf([1, 2, 3]);
    const fetch = createPoliteFetch({ etags: createMemoryEtagStore() });
    await fetch(`${url}/?page=1&per_page=2`);

    const again = await fetch(`${url}/?page=1&per_page=2`);

    expect(again.headers.get('x-issue-core-cache')).toBe('revalidated');
    expect(again.headers.get('link')).toContain('page=2');
  });
});
