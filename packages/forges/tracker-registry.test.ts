import { execFileSync } from 'node:child_process';
import type { RequestListener } from 'node:http';
import { afterAll, describe, expect, it, test } from 'vitest';
import { localServers } from './http/testing/local-server.ts';
import { profileOf, TRACKERS, trackerOf } from './tracker-registry.ts';

const servers = localServers();
afterAll(() => servers[Symbol.asyncDispose]());

/** Everything that some tracker needs, for a server that is this machine's. */
function fieldsAt(url: string) {
  return { url, owner: 'acme', repo: 'shop', path: ':memory:', login: 'ada', tier: 'free' } as const;
}

describe.each([...TRACKERS.values()])('$kind', (definition) => {
  it('says of itself what the registry says of it', async () => {
    const backend = await definition.open(fieldsAt('http://127.0.0.1:9'));

    expect(backend.kind).toBe(definition.kind);
    expect(backend.capabilities).toEqual(definition.capabilities);
    await backend.close();
  });

  it('names each field that is missing', async () => {
    for (const field of definition.needs) {
      const opened = definition.open({ ...fieldsAt('http://127.0.0.1:9'), [field]: '' });
      const message = expect.stringMatching(new RegExp(`${definition.kind} needs: ${field}\\.$`));

      await expect(opened).rejects.toMatchObject({ code: 'INVALID_CONFIG', message });
    }
  });
});

test('a kind that nobody made is refused, with those there are', () => {
  expect(() => trackerOf('jira')).toThrow(/no kind jira.*local, gitea, github, gitlab/);
});

test.each([
  ['github', 'https://github.com', 'https://api.github.com'],
  ['github', 'https://acme.ghe.com', 'https://api.acme.ghe.com'],
  ['github', 'https://ghe.example', 'https://ghe.example/api/v3'],
  ['gitlab', 'https://gitlab.com', 'https://gitlab.com'],
  ['gitea', 'http://localhost:3000', 'http://localhost:3000'],
] as const)('the API of %s at %s is asked at %s', (kind, address, expected) => {
  expect(profileOf(kind).apiAddressOf(address)).toBe(expected);
});

test('the given fetch is used, with the polite one over it', async () => {
  const server = await servers.serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', etag: '"1"' });
    response.end('[]');
  });
  const seen: string[] = [];
  const kept = new Map<string, string>();
  const backend = await trackerOf('gitea').open(fieldsAt(server.url), {
    etags: { get: (key) => kept.get(key) ?? null, set: (key, value) => void kept.set(key, value) },
    fetch: (input, init) => {
      seen.push(String(input));
      return fetch(input, init);
    },
  });

  await backend.listUsers(null);

  expect(seen.length).toBe(server.requests.length);
  expect(seen.length).toBeGreaterThan(0);
  expect(kept.size).toBeGreaterThan(0);
});

test('with a token it is sent, and the longest wait is the one that was given', async () => {
  const server = await servers.serve((_, response) => response.writeHead(429, { 'retry-after': '1' }).end());
  for (const kind of ['gitea', 'github']) {
    const token = ['very', 'secret'].join('-');
    const backend = await trackerOf(kind).open({ ...fieldsAt(server.url), token }, { maxWaitMs: 0 });

    await expect(backend.getIssue(1)).rejects.toMatchObject({ code: 'FORGE_RATE_LIMITED' });

    expect(server.requests.at(-1)?.headers.authorization).toBe(`token ${token}`);
  }
  expect(server.requests.length).toBe(2);
});

describe.each(['gitea', 'github', 'gitlab'])(
  'what a tracker of kind %s was asked ends when its signal fires',
  (kind) => {
    async function stopped(answer: RequestListener, whenAsked: (stop: () => void) => void) {
      const stopping = new AbortController();
      const reason = new Error('Stopped.');
      const server = await servers.serve((request, response) => {
        answer(request, response);
        whenAsked(() => stopping.abort(reason));
      });
      const backend = await trackerOf(kind).open(fieldsAt(server.url), { signal: stopping.signal });
      await expect(backend.getIssue(1)).rejects.toBe(reason);
      return { server, backend };
    }

    it('in the middle of a request, which is hung up', async () => {
      const hungUp = Promise.withResolvers<void>();
      const { server, backend } = await stopped(
        (request) => request.socket.once('close', () => hungUp.resolve()),
        (stop) => stop(),
      );

      await hungUp.promise;
      await expect(backend.listLabels(null)).rejects.toThrow('Stopped.');
      expect(server.requests.length).toBe(1);
    });

    it('in the middle of a wait that the server asked for', async () => {
      const { server } = await stopped(
        (_, response) => response.writeHead(429, { 'retry-after': '20' }).end(),
        (stop) => setImmediate(stop),
      );

      expect(server.requests.length).toBe(1);
    });
  },
);

test('without a token nothing is sent in its place', async () => {
  const server = await servers.serve((_, response) => response.writeHead(404).end());
  for (const { kind } of TRACKERS.values()) {
    const backend = await trackerOf(kind).open(fieldsAt(server.url));
    if (kind !== 'local')
      await expect(backend.getIssue(1)).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' });
    await backend.close();
  }

  const headers = server.requests.flatMap((request) => Object.keys(request.headers));

  expect(headers).toContain('accept');
  expect(headers).not.toContain('authorization');
  expect(headers).not.toContain('private-token');
});

test('nothing is loaded before it is opened: neither octokit nor SQLite, for those who use another tracker', () => {
  const registry = new URL('./tracker-registry.ts', import.meta.url).href;
  const loaded = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { registerHooks } from 'node:module';
       const loaded = [];
       registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
       const { trackerOf } = await import(${JSON.stringify(registry)});
       await trackerOf('gitea').open({ url: 'http://127.0.0.1:9', owner: 'acme', repo: 'shop' });
       console.log(loaded.join('\\n'));`,
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );

  expect(loaded).toMatch(/gitea\/tracker\/open-tracker/);
  expect(loaded).not.toMatch(/octokit|better-sqlite3|gitbeaker/);
});
