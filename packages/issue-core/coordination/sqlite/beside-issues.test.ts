import { expect, it } from 'vitest';
import { openTemporary } from '../testing/open-temporary.ts';

const ISSUE = { backend: 'local', issue: 7 };

it('defers until the moment that was said', async () => {
  const { coordination, clock } = openTemporary();
  await coordination.defer(ISSUE, '2026-01-01T01:00:00+01:00', 'ann');
  expect(await coordination.deferralsAmong('local', [7])).toEqual(new Map());
  await coordination.defer(ISSUE, '2026-01-01T00:00:10Z', 'ann');
  const during = await coordination.deferralsAmong('local', [6, 7]);
  clock.advance(10_000);

  expect(during).toEqual(new Map([[7, '2026-01-01T00:00:10.000Z']]));
  expect(await coordination.deferralsAmong('local', [7])).toEqual(new Map());
});

it('ends a deferral, and reports that once', async () => {
  const { coordination } = openTemporary();
  await coordination.defer(ISSUE, '2026-02-01', 'ann');
  await coordination.defer(ISSUE, null, 'bob');
  await coordination.defer(ISSUE, null, 'bob');

  const { events } = await coordination.events({ after: 0, limit: 9 });

  expect(await coordination.deferralsAmong('local', [7])).toEqual(new Map());
  expect(events.map(({ actor, payload }) => [actor, payload])).toEqual([
    ['ann', { until: '2026-02-01T00:00:00.000Z' }],
    ['bob', { until: null }],
  ]);
});

it.each(['tomorrow', '', '1', '2026-13-01'])('refuses to defer until %j', async (until) => {
  const { coordination } = openTemporary();

  await expect(coordination.defer(ISSUE, until, 'ann')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

it('keeps why an issue was closed', async () => {
  const { coordination } = openTemporary();
  await coordination.keepCloseReason(ISSUE, 'duplicate');
  const kept = await coordination.closeReasonsAmong('local', [7, 8]);
  await coordination.keepCloseReason(ISSUE, null);

  expect(kept).toEqual(new Map([[7, 'duplicate']]));
  expect(await coordination.closeReasonsAmong('local', [7, 8])).toEqual(new Map());
});

it('forgets all that is kept beside an issue, and nothing of others', async () => {
  const { coordination } = openTemporary();
  for (const issue of [7, 8]) {
    const key = { ...ISSUE, issue };
    await coordination.claim({ ...key, agent: 'coder' });
    await coordination.defer(key, '2026-02-01', 'coder');
    await coordination.setAgentState(key, 'coder', { n: 1 });
    await coordination.keepCloseReason(key, 'completed');
    await coordination.addLink(key, { kind: 'blocked_by', number: issue + 10 }, 'coder');
  }

  await coordination.forgetIssue(ISSUE, 'ann', 'Gone');

  expect([...(await coordination.claimsAmong('local', [7, 8])).keys()]).toEqual([8]);
  expect([...(await coordination.deferralsAmong('local', [7, 8])).keys()]).toEqual([8]);
  expect([...(await coordination.closeReasonsAmong('local', [7, 8])).keys()]).toEqual([8]);
  expect(await coordination.listAgentStates(ISSUE)).toEqual([]);
  expect(await coordination.listAgentStates({ ...ISSUE, issue: 8 })).toHaveLength(1);
  const links = await coordination.linksAmong('local', [7, 8, 17]);
  expect([7, 8, 17].map((issue) => links.get(issue)?.length)).toEqual([0, 1, 0]);
  expect((await coordination.events({ after: null, limit: 100 })).events.at(-1)).toMatchObject({
    type: 'deleted',
    actor: 'ann',
    issue: 7,
    payload: { title: 'Gone' },
  });
});
