import { expect, it } from 'vitest';
import { callTool } from '../testing/mcp-client.ts';
import { connectClient, openClient } from '../testing/open-client.ts';

it('says what the tracker is, and as whom one acts', async () => {
  const { client, trackers } = await openClient();
  const readOnly = await connectClient(trackers.as('reader', { readOnly: true }));

  const { data } = await callTool(client, 'get_tracker');

  expect(data).toMatchObject({
    name: 'memory',
    kind: 'memory',
    agent: 'coder',
    user: { login: 'ann' },
    canWrite: true,
    readOnly: false,
    capabilities: { 'delete-issue': 'native' },
  });
  expect((await callTool(client, 'list_users')).data.items).toMatchObject([{ login: 'ann' }]);
  expect((await callTool(readOnly, 'get_tracker')).data).toMatchObject({
    agent: 'reader',
    canWrite: false,
    readOnly: true,
  });
});

it('registers who asks; another agent only for an admin', async () => {
  const { client, trackers } = await openClient({ powers: ['read', 'claim'] });
  const admin = await connectClient(trackers.as('boss'), { powers: ['read', 'claim', 'admin'] });
  const other = { name: 'reviewer', kind: 'agent', roles: ['review'] };

  const own = await callTool(client, 'register_agent', { kind: 'agent', roles: ['code'] });
  const refused = await callTool(client, 'register_agent', other);
  const { items: before } = (await callTool(client, 'list_agents')).data;
  const allowed = await callTool(admin, 'register_agent', other);

  expect(own.data).toMatchObject({ name: 'coder', kind: 'agent', roles: ['code'] });
  expect([refused.isError, refused.data.code]).toEqual([true, 'API_SCOPE_MISSING']);
  expect(before).toMatchObject([{ name: 'coder' }]);
  expect(allowed.data).toMatchObject({ name: 'reviewer', roles: ['review'] });
  expect((await callTool(client, 'list_agents', { offset: 1 })).data).toMatchObject({
    items: [{ name: 'reviewer' }],
    next: null,
    total: 2,
  });
});
