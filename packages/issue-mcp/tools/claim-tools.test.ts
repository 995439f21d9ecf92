import { expect, it } from 'vitest';
import { callTool } from '../testing/mcp-client.ts';
import { openClient } from '../testing/open-client.ts';

it('tells who works on what, and what keeps an issue waiting', async () => {
  const { client, trackers } = await openClient();
  const ann = trackers.as('ann');
  for (const title of ['One', 'Two']) await ann.create({ title });
  await ann.claim(2);
  await ann.link(1, { kind: 'blocked_by', number: 2 });

  const all = await callTool(client, 'list_claims');
  const one = await callTool(client, 'list_claims', { number: 2 });
  const none = await callTool(client, 'list_claims', { number: 1 });

  expect(all.data).toMatchObject({ items: [{ issue: 2, agent: 'ann', token: 1 }], next: null, total: 1 });
  expect(one.data).toEqual(all.data);
  expect(none.data).toEqual({ items: [], next: null, total: 0 });
  expect((await callTool(client, 'get_issue_facts', { number: 1 })).data).toEqual({
    blocked: true,
    blockedBy: [2],
    blocks: [],
    claimedBy: null,
    abandoned: false,
    deferred: false,
  });
  expect((await callTool(client, 'get_issue_facts', { number: 2 })).data).toMatchObject({
    blocked: false,
    blocks: [1],
    claimedBy: 'ann',
  });
});

it('reads what all agents noted, and what one of them did', async () => {
  const { client, trackers } = await openClient();
  await trackers.as('ann').create({ title: 'One' });
  await trackers.as('ann').setAgentState(1, { step: 'review' });
  await trackers.as('bob').setAgentState(1, { text: 'long '.repeat(1_000) });

  const all = await callTool(client, 'list_states', { number: 1 });
  const ann = await callTool(client, 'get_state', { number: 1, agent: 'ann' });
  const own = await callTool(client, 'get_state', { number: 1 });

  expect(all.data).toMatchObject({
    items: [
      { agent: 'ann', state: { step: 'review' } },
      { agent: 'bob', stateBytes: 5_011 },
    ],
    next: null,
    total: 2,
  });
  expect(ann.data).toMatchObject({ agent: 'ann', state: { step: 'review' }, revision: 1 });
  expect(own.data).toEqual({ agent: 'coder', state: null, revision: 0 });
});

it('waits for what happens from now on', async () => {
  const { client, trackers } = await openClient();
  const ann = trackers.as('ann');
  await ann.create({ title: 'One' });

  const { data: now } = await callTool(client, 'list_events', { after: 'newest' });
  const waiting = callTool(client, 'list_events', { after: now.cursor, waitMs: 20_000 });
  await ann.comment(1, 'New.');

  expect(now).toEqual({ items: [], cursor: (await trackers.as('ann').lastSeq()) - 1 });
  expect((await waiting).data.items).toMatchObject([{ type: 'commented' }]);
});
