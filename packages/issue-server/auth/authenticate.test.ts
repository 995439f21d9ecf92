import { expect, it } from 'vitest';
import { API_KEY, openServer, type TestServer } from '../testing/open-server.ts';

const newKey = async ({ ask }: TestServer, scopes: readonly string[], more: object = {}) =>
  (await ask('POST', '/api/v1/keys', { body: { name: 'ci', agent: 'emitter', scopes, ...more } })).body;

it.each([
  ['none', {}],
  ['an empty one', { authorization: 'Bearer ' }],
  ['another', { authorization: 'Bearer not-the-key' }],
  ['one of another kind', { authorization: `Basic ${API_KEY}` }],
  ['one that looks like ours', { 'x-api-key': `ick_${'0'.repeat(26)}_${'A'.repeat(43)}` }],
  ['half of it', { 'x-api-key': API_KEY.slice(0, -1) }],
])('lets nobody in with a key that is %s', async (_, headers) => {
  const { ask } = openServer();

  const answers = [
    await ask('GET', '/api/v1/issues', { key: '', headers }),
    await ask('POST', '/issues/', { key: '', headers, body: { id: 'a', title: 'One' } }),
    await ask('POST', '/api/v1/issues', {
      key: '',
      headers: { ...headers, 'content-type': 'application/json' },
    }),
  ];

  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 401, body: { code: 'API_KEY_INVALID' } });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  }
});

it('takes a key as bearer or in X-API-Key', async () => {
  const { ask } = openServer();

  expect((await ask('GET', '/api/v1/caller')).body).toMatchObject({ keyId: 'environment', agent: 'api' });
  expect((await ask('GET', '/api/v1/caller', { key: '', headers: { 'x-api-key': API_KEY } })).status).toBe(
    200,
  );
});

it('knows no key of the environment when there is none', async () => {
  const { ask } = openServer({ apiKey: null });

  expect((await ask('GET', '/api/v1/issues', { key: 'null' })).status).toBe(401);
});

it('gives a key what it was given, and no more', async () => {
  const server = openServer();
  const { ask } = server;
  const { key, secret } = await newKey(server, ['issues:write']);

  const wrote = await ask('POST', '/api/v1/issues', { key: secret, body: { title: 'One' } });
  expect(wrote).toMatchObject({ status: 201, body: { author: 'emitter' } });
  for (const [method, url, scope] of [
    ['GET', '/api/v1/issues', 'issues:read'],
    ['POST', '/api/v1/ready/claim', 'issues:claim'],
    ['GET', '/api/v1/keys', 'issues:admin'],
  ] as const) {
    const answer = await ask(method, url, { key: secret });
    expect(answer).toMatchObject({ status: 403, body: { code: 'API_SCOPE_MISSING' } });
    expect(answer.body.detail).toContain(scope);
  }
  const listed = await ask('GET', '/api/v1/keys');
  expect(listed.body).toMatchObject([{ id: key.id, agent: 'emitter', scopes: ['issues:write'] }]);
  expect(listed.body[0].lastUsedAt).not.toBeNull();
});

it('shows a secret once, and keeps only its hash', async () => {
  const server = openServer();
  const { secret } = await newKey(server, ['issues:read']);

  const random = secret.slice(-43);
  const listed = JSON.stringify((await server.ask('GET', '/api/v1/keys')).body);
  const kept = JSON.stringify(server.database.prepare('SELECT * FROM server_keys').all());

  expect(secret).toMatch(/^ick_[0-9A-Z]{26}_[\w-]{43}$/);
  expect(listed).not.toContain(random);
  expect(kept).not.toContain(random);
});

it('refuses a key that is revoked or over', async () => {
  let at = Date.parse('2026-01-01T00:00:00Z');
  const server = openServer({ now: () => new Date(at) });
  const { ask } = server;
  const short = await newKey(server, ['issues:read'], { expiresAt: '2026-01-01T01:00:00Z' });
  const long = await newKey(server, ['issues:read']);
  const status = async (secret: string) => (await ask('GET', '/api/v1/issues', { key: secret })).status;

  expect([await status(short.secret), await status(long.secret)]).toEqual([200, 200]);
  at += 60 * 60_000;
  expect([await status(short.secret), await status(long.secret)]).toEqual([401, 200]);
  expect((await ask('DELETE', `/api/v1/keys/${long.key.id}`)).body.revokedAt).toBe(
    '2026-01-01T01:00:00.000Z',
  );
  expect(await status(long.secret)).toBe(401);
  expect((await ask('DELETE', '/api/v1/keys/none')).status).toBe(404);
});

it('lets only admins act as other agents, and nobody as the keeper of tasks', async () => {
  const server = openServer();
  const { ask } = server;
  const { secret } = await newKey(server, ['issues:read', 'issues:claim']);
  const caller = (key: string, agent: string) =>
    ask('GET', '/api/v1/caller', { key, headers: { 'issue-core-agent': agent } });

  expect((await caller(API_KEY, 'coder')).body.agent).toBe('coder');
  expect((await caller(secret, 'emitter')).body.agent).toBe('emitter');
  expect(await caller(secret, 'coder')).toMatchObject({ status: 403, body: { code: 'API_SCOPE_MISSING' } });
  expect((await caller(API_KEY, 'taskspec')).status).toBe(422);
  expect((await caller(API_KEY, 'No Name')).status).toBe(422);
  expect(
    (await ask('PUT', '/api/v1/agents/coder', { key: secret, body: { kind: 'agent', roles: [] } })).status,
  ).toBe(403);
  expect(await newKey(server, ['issues:read'], { agent: 'taskspec' })).toMatchObject({
    code: 'INVALID_INPUT',
  });
});

it('counts requests by key', async () => {
  const server = openServer({ requestsPerMinute: 3 });
  const { secret } = await newKey(server, ['issues:read']);
  const status = async (key: string) => (await server.ask('GET', '/api/v1/caller', { key })).status;

  const own = [await status(secret), await status(secret), await status(secret)];
  const refused = await server.ask('GET', '/api/v1/caller', { key: secret });

  expect(own).toEqual([200, 200, 200]);
  expect(refused).toMatchObject({ status: 429, body: { code: 'API_RATE_LIMITED' } });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(await status(API_KEY)).toBe(200);
  expect([
    await status('guess'),
    await status('guess'),
    await status('guess'),
    await status('other'),
  ]).toEqual([401, 401, 401, 429]);
});
