import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openServer, type TestServer } from '../testing/open-server.ts';

const key = (name: string) => ({ 'idempotency-key': name });

it('does a request once, and answers the second from what is kept', async () => {
  const { ask } = openServer();
  const create = () => ask('POST', '/api/v1/issues', { body: { title: 'One' }, headers: key('a') });

  const first = await create();
  const second = await create();

  expect(second).toMatchObject({ status: 201, body: first.body });
  expect(second.headers).toMatchObject({
    'idempotency-replayed': 'true',
    location: first.headers.location,
    etag: first.headers.etag,
    'content-type': first.headers['content-type'],
  });
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  expect((await ask('GET', '/api/v1/issues')).body.items).toHaveLength(1);
});

it('takes the same members in another order for the same request', async () => {
  const { ask } = openServer();

  await ask('POST', '/api/v1/issues', { body: { title: 'One', body: 'x' }, headers: key('a') });
  const second = await ask('POST', '/api/v1/issues', {
    body: { body: 'x', title: 'One' },
    headers: key('a'),
  });

  expect(second).toMatchObject({ status: 201, body: { number: 1 } });
});

it.each([
  ['another body', '/api/v1/issues', { title: 'Two' }, {}],
  ['another path', '/api/v1/issues?backend=other', { title: 'One' }, {}],
  ['another agent', '/api/v1/issues', { title: 'One' }, { 'issue-core-agent': 'coder' }],
])('refuses the key of another request: %s', async (_, url, body, headers) => {
  const { ask } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'One' }, headers: key('a') });

  const answer = await ask('POST', url, { body, headers: { ...key('a'), ...headers } });

  expect(answer).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } });
});

it('tells who asks meanwhile to wait', async () => {
  const gate = Promise.withResolvers<void>();
  const { ask } = openServer({
    wrap: (tracker) => ({
      ...tracker,
      async create(issue, write) {
        await gate.promise;
        return tracker.create(issue, write);
      },
    }),
  });
  const create = () => ask('POST', '/api/v1/issues', { body: { title: 'One' }, headers: key('a') });

  const first = create();
  await expect.poll(async () => (await create()).body.code).toBe('IDEMPOTENCY_IN_FLIGHT');
  const second = await create();
  gate.resolve();

  expect(second.status).toBe(409);
  expect(second.headers['retry-after']).toBe('1');
  expect((await first).status).toBe(201);
  expect(await create()).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
});

it('keeps nothing of what was refused', async () => {
  const { ask } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });
  const claim = (agent: string) =>
    ask('POST', '/api/v1/issues/1/claim', { headers: { ...key(agent), 'issue-core-agent': agent } });

  await claim('coder');
  expect((await claim('tester')).status).toBe(409);
  await ask('POST', '/api/v1/issues/1/claim/release', {
    headers: { 'issue-core-agent': 'coder' },
    body: { token: 1 },
  });

  expect(await claim('tester')).toMatchObject({ status: 200, body: { agent: 'tester' } });
});

it('finds what was created when the answer was never kept', async () => {
  const { ask, database } = openServer();
  const create = () => ask('POST', '/api/v1/issues', { body: { title: 'One' }, headers: key('a') });

  await create();
  database.exec('DELETE FROM server_idempotency');

  expect(await create()).toMatchObject({ status: 201, body: { number: 1 } });
  expect((await ask('GET', '/api/v1/issues')).body.items).toHaveLength(1);
});

it('takes a request for dead that has been at work for long', async () => {
  let at = Date.now();
  const { ask, database } = openServer({ now: () => new Date(at) });
  const create = () => ask('POST', '/api/v1/issues', { body: { title: 'One' }, headers: key('a') });
  await create();
  database.exec('UPDATE server_idempotency SET status = NULL');

  expect((await create()).status).toBe(409);
  at += 5 * 60_000;
  expect((await create()).status).toBe(201);
});

it('forgets after a day', async () => {
  let at = Date.now();
  const { ask } = openServer({ now: () => new Date(at) });
  const create = (title: string) => ask('POST', '/api/v1/issues', { body: { title }, headers: key('a') });
  await create('One');
  at += 24 * 60 * 60_000;

  expect(await create('Two')).toMatchObject({ status: 201, body: { number: 2, title: 'Two' } });
});

it('keeps the keys of several API keys apart', async () => {
  const { ask } = openServer();
  const body = { name: 'ci', agent: 'ci', scopes: ['issues:write'] };
  const { secret } = (await ask('POST', '/api/v1/keys', { body })).body;
  await ask('POST', '/api/v1/issues', { body: { title: 'One' }, headers: key('a') });

  const other = await ask('POST', '/api/v1/issues', {
    body: { title: 'Two' },
    headers: key('a'),
    key: secret,
  });

  expect(other).toMatchObject({ status: 201, body: { number: 2 } });
});

it('refuses a key that is none', async () => {
  const { ask } = openServer();

  const answer = await ask('POST', '/api/v1/issues', { body: { title: 'One' }, headers: key('a b') });

  expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
});

it('does again what a server that died was still at', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'issue-replay-')), 'issues.db');
  onTestFinished(() => rmSync(dirname(path), { recursive: true, force: true }));
  const clock = { now: Date.now() };
  const now = () => new Date(clock.now);
  const never = openServer({
    path,
    now,
    wrap: (tracker) => ({ ...tracker, create: () => Promise.withResolvers<never>().promise }),
  });
  const create = ({ ask }: TestServer) =>
    ask('POST', '/api/v1/issues', { body: { title: 'One' }, headers: key('a') });
  void create(never);
  const rows = never.database.prepare('SELECT COUNT(*) AS count FROM server_idempotency');
  await expect.poll(() => rows.get()).toEqual({ count: 1 });

  clock.now += 1;
  const answer = await create(openServer({ path, now }));

  expect(answer).toMatchObject({ status: 201, body: { number: 1 } });
});

it('finds what was created under an operation id, with whichever idempotency key', async () => {
  const { ask } = openServer();
  const create = (title: string, headers: Record<string, string>) =>
    ask('POST', '/api/v1/issues', {
      body: { title },
      headers: { ...headers, 'issue-core-operation-id': 'import-7' },
    });

  const first = await create('One', key('a'));
  const second = await create('One, said otherwise', key('b'));
  const third = await create('One', {});

  expect(first).toMatchObject({ status: 201, body: { number: 1 } });
  expect([second.body, third.body]).toEqual([first.body, first.body]);
  const malformed = await ask('POST', '/api/v1/issues', {
    body: { title: 'Two' },
    headers: { 'issue-core-operation-id': 'no id' },
  });
  expect(malformed).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
});
