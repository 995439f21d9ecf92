import { expect, it } from 'vitest';
import { openServer } from '../testing/open-server.ts';

const TASK = {
  id: 'activity-7/1',
  title: 'Rotate the keys',
  description: 'They are old.',
  type: 'task',
  priority: 'high',
  labels: ['security'],
  assignees: ['ann'],
  due: '2026-03-01',
  source: { system: 'activity-core', run_id: 'run-7', url: 'https://activity.example/runs/7', actor: 'ann' },
  metadata: { nested: { kept: [1, null, 'as it is'] } },
};

it.each(['/issues/', '/issues'])(
  'makes an issue of a task sent to %s, and keeps where it comes from',
  async (url) => {
    const { ask } = openServer();

    const answer = await ask('POST', url, { body: TASK });

    expect(answer).toMatchObject({
      status: 201,
      headers: { location: '/api/v1/issues/1' },
      body: {
        id: TASK.id,
        number: 1,
        backend: 'main',
        title: TASK.title,
        state: 'open',
        sync_metadata: {
          schema: 'taskspec/1',
          task_id: TASK.id,
          key_id: 'environment',
          agent: 'api',
          source: TASK.source,
          metadata: TASK.metadata,
          due: '2026-03-01',
          parent: null,
          depends_on: [],
        },
      },
    });
    const { issue, agentStates } = (await ask('GET', '/api/v1/issues/1/detail')).body;
    expect(issue).toMatchObject({
      title: TASK.title,
      body: TASK.description,
      type: 'task',
      priority: 'high',
    });
    expect(issue).toMatchObject({ labels: ['security'], assignees: ['ann'], author: 'api' });
    expect(agentStates).toMatchObject([
      { agent: 'taskspec', state: { sync_metadata: answer.body.sync_metadata } },
    ]);
    expect((await ask('GET', `/api/v1/tasks/${encodeURIComponent(TASK.id)}`)).body).toEqual(answer.body);
  },
);

it('makes one issue of a task, however often it comes', async () => {
  let at = Date.now();
  const { ask } = openServer({ now: () => new Date(at) });
  const send = (body: object, headers = {}) => ask('POST', '/issues/', { body, headers });

  const first = await send(TASK);
  const again = await send(TASK);
  const withHeader = await send(TASK, { 'idempotency-key': 'mine' });
  at += 25 * 60 * 60_000;
  const later = await send(TASK);
  const changed = await send({ ...TASK, title: 'Rotate all keys' });

  expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' }, body: first.body });
  expect(withHeader).toMatchObject({ status: 200, body: first.body });
  expect(later).toMatchObject({ status: 200, body: first.body });
  expect(changed).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } });
  expect((await ask('GET', '/api/v1/issues')).body.items).toHaveLength(1);
});

it('refers to issues by number, and to tasks by their ids', async () => {
  const { ask } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'Epic' } });
  await ask('POST', '/issues/', { body: { id: 'first', title: 'First' } });

  const second = await ask('POST', '/issues/', {
    body: {
      id: 'second',
      title: 'Second',
      parent: 1,
      depends_on: ['first', 2],
      not_before: '2099-01-01T00:00:00Z',
    },
  });
  const detail = (await ask('GET', '/api/v1/issues/3/detail')).body;

  expect(second.body.sync_metadata).toMatchObject({ parent: 1, depends_on: [2] });
  expect(detail.links).toEqual(
    expect.arrayContaining([
      { kind: 'parent', number: 1 },
      { kind: 'blocked_by', number: 2 },
    ]),
  );
  expect(detail.deferredUntil).toBe('2099-01-01T00:00:00.000Z');
});

it.each([
  ['a task that never came', { depends_on: ['nobody'] }],
  ['an issue that is not there', { parent: 9 }],
])('creates nothing that refers to %s', async (_, more) => {
  const { ask } = openServer();

  const answer = await ask('POST', '/issues/', { body: { id: 'a', title: 'One', ...more } });

  expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
  expect((await ask('GET', '/api/v1/issues')).body.items).toEqual([]);
});

it('creates nothing on a tracker that cannot hold what it waits for', async () => {
  const { ask } = openServer({
    wrap: (tracker) => ({
      ...tracker,
      capabilities: { ...tracker.capabilities, 'blocked-by': 'unsupported' },
    }),
  });
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });

  const answer = await ask('POST', '/issues/', { body: { id: 'a', title: 'Two', depends_on: [1] } });

  expect(answer).toMatchObject({ status: 422, body: { code: 'UNSUPPORTED' } });
  expect((await ask('GET', '/api/v1/issues')).body.items).toHaveLength(1);
});

it('goes on after it broke off in the middle', async () => {
  let isBroken = true;
  const { ask } = openServer({
    wrap: (tracker) => ({
      ...tracker,
      async setAgentState(...request) {
        if (isBroken) throw new Error('the process died');
        return tracker.setAgentState(...request);
      },
    }),
  });
  const send = (headers = {}) => ask('POST', '/issues/', { body: TASK, headers });

  expect((await send()).status).toBe(500);
  expect((await send({ 'idempotency-key': 'mine' })).status).toBe(500);
  isBroken = false;

  expect(await send()).toMatchObject({ status: 201, body: { number: 1 } });
  expect((await ask('GET', '/api/v1/issues')).body.items).toHaveLength(1);
});

it('knows the tasks of each key for itself', async () => {
  const { ask } = openServer();
  const key = { name: 'ci', agent: 'ci', scopes: ['issues:write', 'issues:read'] };
  const { secret } = (await ask('POST', '/api/v1/keys', { body: key })).body;
  await ask('POST', '/issues/', { body: TASK });

  const own = await ask('POST', '/issues/', { body: TASK, key: secret });
  const foreign = await ask('POST', '/issues/', {
    body: { id: 'b', title: 'B', parent: 'activity-7/1' },
    key: secret,
  });

  expect(own.body).toMatchObject({ number: 2, sync_metadata: { agent: 'ci' } });
  expect(foreign.body).toMatchObject({ number: 3, sync_metadata: { parent: 2 } });
  expect((await ask('GET', '/api/v1/tasks/b')).status).toBe(404);
});

it.each([
  ['no id', { title: 'x' }],
  ['an id with a space', { id: 'a b', title: 'x' }],
  ['no title', { id: 'a' }],
  ['a priority of its own', { id: 'a', title: 'x', priority: 'P0' }],
  ['a day that is none', { id: 'a', title: 'x', due: '2026-02-30' }],
  ['a source that runs', { id: 'a', title: 'x', source: { system: 's', url: 'javascript:alert(1)' } }],
  ['a field of its own', { id: 'a', title: 'x', urgency: 1 }],
])('refuses a task with %s', async (_, body) => {
  expect(await openServer().ask('POST', '/issues/', { body })).toMatchObject({
    status: 400,
    body: { code: 'INVALID_INPUT', errors: [{ where: expect.stringMatching(/^body/) }] },
  });
});

it('refuses more metadata than it keeps', async () => {
  const body = { id: 'a', title: 'x', metadata: { big: 'x'.repeat(33 * 1024) } };

  expect((await openServer().ask('POST', '/issues/', { body })).status).toBe(422);
});

it.each([
  [{ ...TASK, id: 'two words' }, 'Use 1 to 200 visible ASCII characters without blanks'],
  [{ ...TASK, title: ' ' }, 'Must not be blank'],
])('says of a field that does not fit what to write instead', async (body, message) => {
  const { ask } = openServer();

  expect(await ask('POST', '/issues/', { body })).toMatchObject({
    status: 400,
    body: { errors: [{ message: expect.stringContaining(message) }] },
  });
});
