import { type AddressInfo, connect } from 'node:net';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { expect, it } from 'vitest';
import { openServer } from './testing/open-server.ts';

it('serves the life of an issue', async () => {
  const { ask } = openServer();

  const created = await ask('POST', '/api/v1/issues', {
    body: { title: 'Log in', body: 'It fails.', labels: ['bug'], priority: 'high' },
  });
  expect(created).toMatchObject({
    status: 201,
    body: { number: 1, state: 'open', priority: 'high', author: 'api' },
  });
  expect(created.headers.location).toBe('/api/v1/issues/1');
  expect((await ask('GET', '/api/v1/issues/1')).body).toEqual(created.body);
  await ask('POST', '/api/v1/issues/1/comments', { body: { body: 'Me too.' } });
  const edited = await ask('PATCH', '/api/v1/issues/1', {
    body: { addLabels: ['auth'], state: 'in_progress' },
  });
  expect(edited).toMatchObject({
    status: 200,
    body: { labels: ['auth', 'bug'], state: 'in_progress', commentCount: 1 },
  });
  const closed = await ask('POST', '/api/v1/issues/1/close', {
    body: { reason: 'completed', comment: 'Done.' },
  });
  expect(closed).toMatchObject({ status: 200, body: { state: 'closed', closeReason: 'completed' } });
  const comments = await ask('GET', '/api/v1/issues/1/comments');
  expect(comments.body.items.map(({ body }: { body: string }) => body)).toEqual(['Me too.', 'Done.']);
  expect((await ask('POST', '/api/v1/issues/1/reopen')).body).toMatchObject({
    state: 'open',
    closeReason: null,
  });
  expect((await ask('DELETE', '/api/v1/issues/1')).status).toBe(204);
  expect(await ask('GET', '/api/v1/issues/1')).toMatchObject({
    status: 404,
    body: { code: 'ISSUE_NOT_FOUND' },
  });
});

it('searches, sorts and pages', async () => {
  const { ask } = openServer();
  for (const [title, priority] of [
    ['One', 'low'],
    ['Two', 'critical'],
    ['Three', 'high'],
  ]) {
    await ask('POST', '/api/v1/issues', { body: { title, priority } });
  }

  const urgent = await ask('GET', '/api/v1/issues?q=priority:high,critical&sort=priority&direction=asc');
  const first = await ask('GET', '/api/v1/issues?limit=2');
  const second = await ask('GET', `/api/v1/issues?limit=2&cursor=${first.body.next}`);

  const titles = (answer: typeof first) => answer.body.items.map(({ title }: { title: string }) => title);
  expect(titles(urgent)).toEqual(['Two', 'Three']);
  expect([...titles(first), ...titles(second)]).toEqual(['Three', 'Two', 'One']);
  expect(second.body.next).toBeNull();
  expect(await ask('GET', '/api/v1/issues?q=nonsense:1')).toMatchObject({
    status: 422,
    body: { code: 'QUERY_INVALID' },
  });
});

it('edits only what nobody changed since, and tells what is as it was', async () => {
  const { ask } = openServer();
  const { headers, body } = await ask('POST', '/api/v1/issues', { body: { title: 'One' } });
  const etag = headers.etag ?? '';
  const edit = (match: string, title: string) =>
    ask('PATCH', '/api/v1/issues/1', { body: { title }, headers: { 'if-match': match } });

  expect((await ask('GET', '/api/v1/issues/1', { headers: { 'if-none-match': etag } })).status).toBe(304);
  expect((await edit(etag, 'Two')).status).toBe(200);
  expect(await edit(etag, 'Three')).toMatchObject({ status: 412, body: { code: 'EDIT_CONFLICT' } });
  expect((await edit(`"${body.updatedAt}"`, 'Three')).status).toBe(412);
  expect((await edit('*', 'Four')).status).toBe(200);
  expect(await ask('GET', '/api/v1/issues/1', { headers: { 'if-none-match': etag } })).toMatchObject({
    status: 200,
    body: { title: 'Four' },
  });
});

it('serves labels, milestones, people and links', async () => {
  const { ask } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'One', assignees: ['ann'] } });
  await ask('POST', '/api/v1/issues', { body: { title: 'Two' } });

  const label = await ask('PUT', '/api/v1/labels/needs%20review', { body: { color: '#FF0000' } });
  expect(label.body).toEqual({ name: 'needs review', color: '#ff0000', description: '' });
  await ask('POST', '/api/v1/labels/needs%20review/rename', { body: { name: 'reviewed' } });
  expect((await ask('GET', '/api/v1/labels')).body.items).toMatchObject([{ name: 'reviewed' }]);
  expect((await ask('DELETE', '/api/v1/labels/reviewed')).status).toBe(204);

  const milestone = await ask('POST', '/api/v1/milestones', { body: { title: 'v1', dueOn: '2026-02-01' } });
  expect(milestone.status).toBe(201);
  const { id } = milestone.body;
  expect((await ask('PATCH', `/api/v1/milestones/${id}`, { body: { state: 'closed' } })).body.state).toBe(
    'closed',
  );
  expect((await ask('GET', '/api/v1/milestones')).body.items).toMatchObject([{ id, title: 'v1' }]);
  expect((await ask('DELETE', `/api/v1/milestones/${id}`)).status).toBe(204);

  const links = await ask('PUT', '/api/v1/issues/1/links/blocked_by/2');
  expect(links.body).toEqual([{ kind: 'blocked_by', number: 2 }]);
  const circle = await ask('PUT', '/api/v1/issues/2/links/blocked_by/1');
  expect(circle).toMatchObject({ status: 409, body: { code: 'LINK_CYCLE' } });
  expect((await ask('GET', '/api/v1/issues/1/facts')).body).toMatchObject({ blocked: true, blockedBy: [2] });
  expect((await ask('DELETE', '/api/v1/issues/1/links/blocked_by/2')).status).toBe(204);
  expect((await ask('GET', '/api/v1/issues/1/links')).body).toEqual([]);

  const logins = (await ask('GET', '/api/v1/users')).body.items.map(({ login }: { login: string }) => login);
  expect(logins).toContain('ann');
  expect((await ask('GET', '/api/v1/users/current')).body.login).toBe('api');
});

it('keeps trackers apart, and knows what each can do', async () => {
  const { ask } = openServer();
  await ask('POST', '/api/v1/issues?backend=other', { body: { title: 'Elsewhere' } });

  const backends = await ask('GET', '/api/v1/backends');
  expect(backends.body).toMatchObject([
    { name: 'main', kind: 'local', isDefault: true, capabilities: { parent: 'native' } },
    { name: 'other', isDefault: false },
  ]);
  expect((await ask('GET', '/api/v1/issues')).body.items).toEqual([]);
  expect((await ask('GET', '/api/v1/issues?backend=other')).body.items).toHaveLength(1);
  expect((await ask('GET', '/api/v1/backends/check?backend=other')).body).toMatchObject({ canWrite: true });
  expect(await ask('GET', '/api/v1/issues?backend=nowhere')).toMatchObject({
    status: 404,
    body: { code: 'BACKEND_UNKNOWN' },
  });
});

it('edits many issues, and finds those that say the same', async () => {
  const { ask } = openServer();
  for (const title of ['The login page crashes', 'Dark mode'])
    await ask('POST', '/api/v1/issues', { body: { title } });

  const bulk = await ask('POST', '/api/v1/bulk-edits', {
    body: { select: { numbers: [1, 9] }, edit: { addLabels: ['seen'] } },
  });
  const alike = await ask('POST', '/api/v1/duplicates', { body: { title: 'Login page crashes' } });

  expect(bulk.body).toMatchObject({
    failed: 1,
    more: false,
    results: [
      { number: 1, ok: true, issue: { labels: ['seen'] } },
      { number: 9, ok: false, error: { code: 'ISSUE_NOT_FOUND' } },
    ],
  });
  expect(alike.body).toMatchObject([{ number: 1 }]);
});

it('keeps files, and gives back the same bytes', async () => {
  const { ask, app } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });
  const bytes = Buffer.from([0, 255, 10, 13, 60]);
  const headers = { authorization: 'Bearer key-of-the-environment' };

  const attached = await app.inject({
    method: 'POST',
    url: '/api/v1/issues/1/attachments?name=core.dump',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    payload: bytes,
  });
  const { id } = attached.json();
  const read = await app.inject({ url: `/api/v1/issues/1/attachments/${id}`, headers });

  expect(attached.statusCode).toBe(201);
  expect(read.rawPayload).toEqual(bytes);
  expect(read.headers['content-disposition']).toBe('attachment');
  expect((await ask('GET', '/api/v1/issues/1/attachments')).body).toMatchObject([{ id, name: 'core.dump' }]);
  expect((await ask('GET', '/api/v1/issues/1/attachments/none')).status).toBe(404);
  expect((await ask('POST', '/api/v1/issues/1/attachments?name=x', { body: {} })).status).toBe(415);
});

it.each([
  ['no JSON', '{"title":', 400, 'BAD_REQUEST'],
  ['null', 'null', 400, 'BAD_REQUEST'],
  ['a list', '[]', 400, 'INVALID_INPUT'],
  ['a field that there is not', '{"title":"x","colour":"red"}', 400, 'INVALID_INPUT'],
  ['a title of blanks', '{"title":"  "}', 400, 'INVALID_INPUT'],
  ['a prototype', '{"title":"x","__proto__":{"a":1}}', 400, 'BAD_REQUEST'],
  ['JSON that nests without end', `{"title":${'['.repeat(200_000)}`, 400, 'BAD_REQUEST'],
  ['too much', `{"title":"x","body":"${'y'.repeat(2 * 1024 ** 2)}"}`, 413, 'BODY_TOO_LARGE'],
  ['a milestone that there is not', '{"title":"x","milestone":"v9"}', 404, 'ISSUE_NOT_FOUND'],
])('refuses a body that is %s', async (_, payload, status, code) => {
  const { app, logged } = openServer();

  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/issues',
    headers: { authorization: 'Bearer key-of-the-environment', 'content-type': 'application/json' },
    payload,
  });

  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.json()).toMatchObject({ status, code });
  expect(logged).toEqual([]);
});

it.each([
  ['GET', '/nowhere', 404, 'NO_SUCH_ROUTE'],
  ['GET', '/api/v1/issues/1%', 400, 'BAD_REQUEST'],
  ['GET', '/api/v1/issues/0x1', 400, 'INVALID_INPUT'],
  ['GET', '/api/v1/issues/01', 400, 'INVALID_INPUT'],
  ['GET', '/api/v1/issues?limit=1e2', 400, 'INVALID_INPUT'],
  ['GET', '/api/v1/issues?color=red', 400, 'INVALID_INPUT'],
  ['GET', '/api/v1/issues?cursor=none', 422, 'INVALID_INPUT'],
  ['PUT', '/api/v1/issues', 405, 'METHOD_NOT_ALLOWED'],
] as const)('answers %s %s with %i', async (method, url, status, code) => {
  const answer = await openServer().ask(method, url);

  expect(answer).toMatchObject({ status, body: { code, status } });
  if (status === 405) expect(answer.headers.allow).toBe('GET, HEAD, POST');
});

it('answers a name without end with a problem', async () => {
  const { ask } = openServer();

  const answer = await ask('GET', `/api/v1/tasks/${'x'.repeat(1_001)}`);

  expect(answer).toMatchObject({ status: 414, body: { code: 'URL_TOO_LONG' } });
});

it('answers bytes that are no request, and headers without end, with a problem', async () => {
  const { app } = openServer();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const send = async (bytes: string) => {
    const socket = connect(port, '127.0.0.1').end(bytes);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    return answer;
  };

  expect(await send('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"BAD_REQUEST"/);
  expect(await send(`GET / HTTP/1.1\r\nx: ${'x'.repeat(200_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 [\s\S]*application\/problem\+json[\s\S]*"code":"HEADERS_TOO_LARGE"/,
  );
});

it.each([
  ['the store is busy', new FixpointError('LOCAL_STORE_BUSY', 'x'), 503, '1'],
  [
    'the forge wants to be left alone',
    new FixpointError('FORGE_RATE_LIMITED', '', { retryAfterMs: 61_000 }),
    503,
    '61',
  ],
  ['there is a bug', new TypeError('at /secret/path'), 500, undefined],
])('says nothing of the inside when %s', async (_, error, status, retryAfter) => {
  const broken = { get: () => Promise.reject(error) };
  const { ask, logged } = openServer({ wrap: (tracker) => ({ ...tracker, ...broken }) });

  const answer = await ask('GET', '/api/v1/issues/1');

  expect(answer.status).toBe(status);
  expect(answer.headers['retry-after']).toBe(retryAfter);
  expect(JSON.stringify(answer.body)).not.toMatch(/secret|\.ts/);
  expect(logged).toHaveLength(1);
});

it('writes nothing in read-only mode', async () => {
  const { ask } = openServer({ readOnly: true });

  expect(await ask('POST', '/api/v1/issues', { body: { title: 'One' } })).toMatchObject({
    status: 403,
    body: { code: 'READ_ONLY' },
  });
  expect((await ask('GET', '/api/v1/issues')).body.items).toEqual([]);
});
