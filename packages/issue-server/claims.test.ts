import { expect, it } from 'vitest';
import { openServer } from './testing/open-server.ts';

const as = (agent: string, token?: number) => ({
  'issue-core-agent': agent,
  ...(token === undefined ? {} : { 'issue-core-claim-token': String(token) }),
});

it('gives ready issues to agents, and refuses stale tokens', async () => {
  const { ask } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'Low', priority: 'low' } });
  await ask('POST', '/api/v1/issues', { body: { title: 'High', priority: 'high' } });

  const ready = await ask('GET', '/api/v1/ready');
  const taken = await ask('POST', '/api/v1/ready/claim', { headers: as('coder'), body: { ttlMs: 60_000 } });
  const { token } = taken.body.taken.claim;
  expect(ready.body.map(({ issue }: { issue: { number: number } }) => issue.number)).toEqual([2, 1]);
  expect(taken.body.taken).toMatchObject({ issue: { number: 2 }, claim: { agent: 'coder', token: 1 } });

  const held = await ask('POST', '/api/v1/issues/2/claim', { headers: as('tester') });
  expect(held).toMatchObject({ status: 409, body: { code: 'CLAIM_HELD' } });
  const beat = await ask('POST', '/api/v1/issues/2/claim/heartbeat', {
    headers: as('coder'),
    body: { token },
  });
  expect(beat).toMatchObject({ status: 200, body: { token } });
  expect((await ask('GET', '/api/v1/claims')).body).toMatchObject([{ issue: 2, agent: 'coder' }]);
  expect((await ask('GET', '/api/v1/issues/2/claim')).body).toMatchObject({
    claim: { agent: 'coder', token },
  });
  expect((await ask('GET', '/api/v1/issues/1/claim')).body).toEqual({ claim: null });

  const over = await ask('POST', '/api/v1/issues/2/claim', {
    headers: as('tester'),
    body: { takeover: true },
  });
  expect(over.body).toMatchObject({ agent: 'tester', token: 2 });
  const late = await ask('PATCH', '/api/v1/issues/2', {
    headers: as('coder', token),
    body: { title: 'Late' },
  });
  expect(late).toMatchObject({ status: 409, body: { code: 'CLAIM_LOST' } });
  const released = await ask('POST', '/api/v1/issues/2/claim/release', {
    headers: as('coder'),
    body: { token },
  });
  expect(released.body).toEqual({ released: false });
  const closed = await ask('POST', '/api/v1/issues/2/close', { headers: as('tester', 2) });
  expect(closed.body.state).toBe('closed');
});

it('gives out again what an agent that died left in progress', async () => {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const { ask } = openServer({ now: () => new Date(clock.now) });
  await ask('POST', '/api/v1/issues', { body: { title: 'Begun' } });
  await ask('POST', '/api/v1/ready/claim', { headers: as('coder'), body: { ttlMs: 60_000 } });
  await ask('PATCH', '/api/v1/issues/1', { headers: as('coder', 1), body: { state: 'in_progress' } });
  const before = await ask('GET', '/api/v1/ready');
  clock.now += 60_000;

  const facts = await ask('GET', '/api/v1/issues/1/facts');
  const taken = await ask('POST', '/api/v1/ready/claim', { headers: as('tester') });

  expect(before.body).toEqual([]);
  expect(facts.body).toMatchObject({ claimedBy: null, abandoned: true });
  expect(taken.body.taken).toMatchObject({ issue: { number: 1 }, claim: { agent: 'tester', token: 2 } });
});

it('tries for as many as it was told', async () => {
  const { ask } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });

  const taken = await ask('POST', '/api/v1/ready/claim', { body: { limit: 1 } });
  const refused = await ask('POST', '/api/v1/ready/claim', { body: { limit: 0 } });

  expect(taken.body).toMatchObject({ taken: { issue: { number: 1 }, claim: { token: 1 } } });
  expect(refused.status).toBe(400);
});

it('keeps what is deferred out of the queue', async () => {
  const { ask } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });

  await ask('PUT', '/api/v1/issues/1/deferral', { body: { until: '2099-01-01T00:00:00+02:00' } });
  expect((await ask('GET', '/api/v1/ready')).body).toEqual([]);
  expect((await ask('GET', '/api/v1/issues/1/detail')).body.deferredUntil).toBe('2098-12-31T22:00:00.000Z');
  expect((await ask('POST', '/api/v1/ready/claim')).body).toEqual({ taken: null });
  await ask('PUT', '/api/v1/issues/1/deferral', { body: { until: null } });
  expect((await ask('GET', '/api/v1/ready')).body).toHaveLength(1);
});

it('keeps the notes of agents, each its own', async () => {
  const { ask } = openServer();
  await ask('POST', '/api/v1/issues', { body: { title: 'One' } });
  const note = (agent: string, state: object, expectedRevision?: number) =>
    ask('PUT', '/api/v1/issues/1/state', { headers: as(agent), body: { state, expectedRevision } });

  expect((await note('coder', { step: 1 }, 0)).body).toMatchObject({ agent: 'coder', revision: 1 });
  expect(await note('coder', {}, 0)).toMatchObject({ status: 409, body: { code: 'EDIT_CONFLICT' } });
  await note('tester', { red: true });
  expect((await ask('GET', '/api/v1/issues/1/states')).body).toHaveLength(2);
  expect((await ask('GET', '/api/v1/issues/1/states/coder')).body.state).toEqual({ step: 1 });
  expect((await ask('GET', '/api/v1/issues/1/states/nobody')).status).toBe(404);
  expect((await note('coder', { big: 'x'.repeat(65 * 1024) })).status).toBe(422);
  const agents = await ask('PUT', '/api/v1/agents/coder', { body: { kind: 'agent', roles: ['coder'] } });
  expect(agents).toMatchObject({ status: 200, body: { name: 'coder', roles: ['coder'] } });
  expect((await ask('GET', '/api/v1/agents')).body).toMatchObject([{ name: 'coder' }]);
});
