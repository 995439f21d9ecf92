import { expect, it } from 'vitest';
import { openTemporary } from '../testing/open-temporary.ts';

const ISSUE = { backend: 'local', issue: 7 };
const MINUTE_MS = 60_000;

it('gives an issue to one agent, and says to others who holds it and until when', async () => {
  const { coordination } = openTemporary();

  const claim = await coordination.claim({ ...ISSUE, agent: 'coder' });
  const second = coordination.claim({ ...ISSUE, agent: 'tester' });

  expect(claim).toEqual({
    ...ISSUE,
    token: 1,
    agent: 'coder',
    claimedAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2026-01-01T00:15:00.000Z',
    heartbeatEveryMs: 5 * MINUTE_MS,
  });
  await expect(second).rejects.toMatchObject({
    code: 'CLAIM_HELD',
    message: expect.stringContaining('#7 is held by coder until 2026-01-01T00:15:00.000Z'),
  });
});

it('keeps claims of the same number on another backend apart', async () => {
  const { coordination } = openTemporary();
  await coordination.claim({ ...ISSUE, agent: 'coder' });

  const other = await coordination.claim({ backend: 'gitea', issue: 7, agent: 'tester' });

  expect(other.token).toBe(1);
  expect((await coordination.listClaims('local')).map(({ agent }) => agent)).toEqual(['coder']);
});

it('renews with the same token when its holder claims again', async () => {
  const { coordination, clock } = openTemporary();
  await coordination.claim({ ...ISSUE, agent: 'coder' });
  clock.advance(10 * MINUTE_MS);

  const again = await coordination.claim({ ...ISSUE, agent: 'coder', ttlMs: MINUTE_MS });

  expect(again).toMatchObject({ token: 1, expiresAt: '2026-01-01T00:11:00.000Z', heartbeatEveryMs: 20_000 });
});

it('is free for the next from the moment at which it expires, under the next token', async () => {
  const { coordination, clock } = openTemporary();
  await coordination.claim({ ...ISSUE, agent: 'coder', ttlMs: MINUTE_MS });
  clock.advance(MINUTE_MS - 1);
  await expect(coordination.claim({ ...ISSUE, agent: 'tester' })).rejects.toMatchObject({
    code: 'CLAIM_HELD',
  });
  clock.advance(1);

  const next = await coordination.claim({ ...ISSUE, agent: 'tester' });

  expect(next.token).toBe(2);
  await expect(coordination.heartbeat({ ...ISSUE, token: 1 })).rejects.toMatchObject({ code: 'CLAIM_LOST' });
});

it('never gives a token twice, not even to the agent that had the last, and not after the issue was forgotten', async () => {
  const { coordination, clock } = openTemporary();
  const tokens: number[] = [];
  const claim = async () => tokens.push((await coordination.claim({ ...ISSUE, agent: 'coder' })).token);

  await claim();
  await coordination.release({ ...ISSUE, token: 1 });
  await claim();
  clock.advance(60 * MINUTE_MS);
  await claim();
  await coordination.forgetIssue(ISSUE, 'coder', 'Gone');
  await claim();

  expect(tokens).toEqual([1, 2, 3, 4]);
});

it('gives the whole time again with every heartbeat', async () => {
  const { coordination, clock } = openTemporary();
  await coordination.claim({ ...ISSUE, agent: 'coder', ttlMs: MINUTE_MS });
  clock.advance(50_000);

  const renewed = await coordination.heartbeat({ ...ISSUE, token: 1 });
  clock.advance(50_000);

  expect(renewed.expiresAt).toBe('2026-01-01T00:01:50.000Z');
  expect(await coordination.checkToken({ ...ISSUE, token: 1 })).toEqual(renewed);
});

it.each([
  ['was never given', 2, 0, /never given/],
  ['ran out', 1, 15 * MINUTE_MS, /ran out at 2026-01-01T00:15/],
])('refuses a token that %s', async (_, token, laterMs, reason) => {
  const { coordination, clock } = openTemporary();
  await coordination.claim({ ...ISSUE, agent: 'coder' });
  clock.advance(laterMs);

  const check = coordination.checkToken({ ...ISSUE, token });

  await expect(check).rejects.toMatchObject({ code: 'CLAIM_LOST', message: expect.stringMatching(reason) });
});

it('makes the release of whoever was taken over a no-op', async () => {
  const { coordination } = openTemporary();
  await coordination.claim({ ...ISSUE, agent: 'coder' });

  const taken = await coordination.claim({ ...ISSUE, agent: 'tester', takeover: true });
  const released = await coordination.release({ ...ISSUE, token: 1 });

  expect([taken.token, released]).toEqual([2, false]);
  expect(await coordination.claimOf(ISSUE)).toEqual(taken);
  await expect(coordination.checkToken({ ...ISSUE, token: 1 })).rejects.toMatchObject({
    code: 'CLAIM_LOST',
    message: expect.stringContaining('tester holds it now, with token 2'),
  });
});

it('lets an agent that was started anew fence its old self off', async () => {
  const { coordination } = openTemporary();
  await coordination.claim({ ...ISSUE, agent: 'coder' });

  await coordination.claim({ ...ISSUE, agent: 'coder', takeover: true });

  await expect(coordination.heartbeat({ ...ISSUE, token: 1 })).rejects.toMatchObject({ code: 'CLAIM_LOST' });
  expect((await coordination.heartbeat({ ...ISSUE, token: 2 })).agent).toBe('coder');
});

it('takes the first candidate that nobody holds, itself included, and none when all are held', async () => {
  const { coordination } = openTemporary();
  const request = { backend: 'local', agent: 'coder', candidates: [3, 1, 2] };
  await coordination.claim({ backend: 'local', issue: 3, agent: 'tester' });

  const taken = [];
  for (let i = 0; i < 3; i += 1) taken.push((await coordination.claimFirst(request))?.issue ?? null);

  expect(taken).toEqual([1, 2, null]);
  expect([...(await coordination.claimsAmong('local', [1, 3, 9])).keys()]).toEqual([1, 3]);
});

it('reports what happens to a lease, in its order', async () => {
  const { coordination, clock } = openTemporary();
  await coordination.claim({ ...ISSUE, agent: 'coder', ttlMs: MINUTE_MS });
  await coordination.claim({ ...ISSUE, agent: 'tester', ttlMs: MINUTE_MS, takeover: true });
  await coordination.release({ ...ISSUE, token: 2 });
  await coordination.claim({ ...ISSUE, agent: 'coder', ttlMs: MINUTE_MS });
  clock.advance(MINUTE_MS);
  await coordination.claim({ ...ISSUE, agent: 'tester', ttlMs: MINUTE_MS });

  const { events } = await coordination.events({ after: 0, limit: 100 });

  expect(events.map(({ type, actor, payload }) => [type, actor, payload])).toEqual([
    ['claimed', 'coder', { token: 1, expiresAt: '2026-01-01T00:01:00.000Z' }],
    ['taken-over', 'tester', { token: 2, expiresAt: '2026-01-01T00:01:00.000Z', from: 'coder' }],
    ['released', 'tester', { token: 2 }],
    ['claimed', 'coder', { token: 3, expiresAt: '2026-01-01T00:01:00.000Z' }],
    ['claim-expired', 'coder', { token: 3 }],
    ['claimed', 'tester', { token: 4, expiresAt: '2026-01-01T00:02:00.000Z' }],
  ]);
});

it('reports a late heartbeat once for each time, and an expired lease once', async () => {
  const { coordination, clock } = openTemporary();
  await coordination.claim({ ...ISSUE, agent: 'coder', ttlMs: MINUTE_MS });
  const reported = [await coordination.reportLateClaims()];
  clock.advance(MINUTE_MS / 2);
  reported.push(await coordination.reportLateClaims(), await coordination.reportLateClaims());
  await coordination.heartbeat({ ...ISSUE, token: 1 });
  clock.advance(MINUTE_MS / 2);
  reported.push(await coordination.reportLateClaims());
  clock.advance(MINUTE_MS / 2);
  reported.push(await coordination.reportLateClaims(), await coordination.reportLateClaims());

  const { events } = await coordination.events({ after: 1, limit: 100 });

  expect(reported).toEqual([0, 1, 0, 1, 1, 0]);
  expect(events.map(({ type }) => type)).toEqual(['heartbeat-missed', 'heartbeat-missed', 'claim-expired']);
});

it('registers an agent that claims, and does not touch one that is registered', async () => {
  const { coordination } = openTemporary();
  await coordination.registerAgent({ name: 'ann', kind: 'human', roles: ['reviewer', 'reviewer'] });
  await coordination.claim({ ...ISSUE, agent: 'ann' });
  await coordination.claim({ backend: 'local', issue: 8, agent: 'coder' });

  expect(await coordination.listAgents()).toMatchObject([
    { name: 'ann', kind: 'human', roles: ['reviewer'] },
    { name: 'coder', kind: 'agent', roles: [] },
  ]);
  expect(await coordination.getAgent('nobody')).toBeNull();
});

it.each([
  ['an agent with capitals', { agent: 'Coder' }],
  ['an agent with a line', { agent: 'coder\n' }],
  ['an empty agent', { agent: '' }],
  ['a name of 65 characters', { agent: 'a'.repeat(65) }],
  ['issue 0', { issue: 0 }],
  ['issue 1.5', { issue: 1.5 }],
  ['no backend', { backend: '' }],
  ['less than a second', { ttlMs: 999 }],
  ['more than a day', { ttlMs: 24 * 60 * MINUTE_MS + 1 }],
  ['a time that is no number', { ttlMs: Number.NaN }],
])('refuses %s', async (_, wrong) => {
  const { coordination } = openTemporary();

  const claim = coordination.claim({ ...ISSUE, agent: 'coder', ...wrong });

  await expect(claim).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await coordination.lastSeq()).toBe(0);
});
