import { expect, it } from 'vitest';
import { callTool } from './testing/mcp-client.ts';
import { connectClient, openClient } from './testing/open-client.ts';

it('lets an agent find, take, do and finish work', async () => {
  const { client, trackers } = await openClient();
  const call = (name: string, given?: object) => callTool(client, name, given);

  const made = await call('create_issue', {
    title: 'Log in',
    priority: 'high',
    body: 'It fails.',
    operationId: 'a',
  });
  await call('create_issue', { title: 'Log in', operationId: 'a' });
  await call('create_issue', { title: 'Store sessions', priority: 'low' });
  await call('link_issues', { number: 1, kind: 'blocked_by', other: 2 });
  expect(made.data).toMatchObject({ number: 1, state: 'open', priority: 'high' });
  expect((await call('list_issues')).data).toMatchObject({
    items: [{ number: 2 }, { number: 1 }],
    next: null,
  });

  expect((await call('ready_issues')).data.items).toMatchObject([{ number: 2 }]);
  const { taken } = (await call('claim_issue', { ttlMs: 60_000 })).data;
  expect(taken).toMatchObject({ issue: { number: 2 }, claim: { agent: 'coder', token: 1 } });
  const { token } = taken.claim;
  await call('heartbeat', { number: 2, token });
  await call('update_issue', { number: 2, state: 'in_progress', fencingToken: token });
  await call('set_state', { number: 2, state: { step: 'coding' }, expectedRevision: 0, fencingToken: token });
  await call('comment_on_issue', { number: 2, body: 'Done.', fencingToken: token });
  await call('update_issue', { number: 2, state: 'closed', fencingToken: token });
  expect((await call('release_claim', { number: 2, token })).data).toEqual({ released: true });

  const read = await call('get_issue', { number: 2 });
  expect(read.data).toMatchObject({
    state: 'closed',
    links: [{ kind: 'blocks', number: 1 }],
    agentStates: [{ agent: 'coder', state: { step: 'coding' } }],
    commentCount: 1,
    bodyNext: null,
  });
  expect((await call('list_comments', { number: 2 })).data.items).toMatchObject([{ body: 'Done.' }]);
  expect((await call('get_state', { number: 2 })).data).toMatchObject({ agent: 'coder', revision: 1 });
  expect((await call('search_issues', { query: 'is:ready fails' })).data.items).toMatchObject([
    { number: 1 },
  ]);
  expect((await call('find_duplicates', { title: 'Log in' })).data.items).toMatchObject([
    { number: 1, similarity: 1 },
  ]);
  await call('defer_issue', { number: 1, until: '2099-01-01T00:00:00Z' });
  expect((await call('claim_issue')).data).toEqual({ taken: null });
  await call('link_issues', { number: 1, kind: 'blocked_by', other: 2, remove: true });
  expect((await call('list_links', { number: 1 })).data).toEqual({ items: [], next: null, total: 0 });
  const events = (await call('list_events', { issue: 2, types: ['claimed', 'released'] })).data;
  expect(events.items).toMatchObject([{ type: 'claimed', actor: 'coder' }, { type: 'released' }]);
  expect(events.cursor).toBe(await trackers.coordination.lastSeq());
});

it.each([
  ['get_issue', { number: 9 }, 'ISSUE_NOT_FOUND'],
  ['search_issues', { query: 'is:nonsense' }, 'QUERY_INVALID'],
  ['claim_issue', { number: 1 }, 'CLAIM_HELD'],
  ['update_issue', { number: 1, state: 'closed', fencingToken: 7 }, 'CLAIM_LOST'],
  ['link_issues', { number: 1, kind: 'parent', other: 1 }, 'LINK_CYCLE'],
])('tells what went wrong with %s as an error of the tool', async (name, given, code) => {
  const { client, trackers } = await openClient();
  await trackers.as('ann').create({ title: 'One' });
  await trackers.as('ann').claim(1);

  const { isError, data } = await callTool(client, name, given);

  expect(isError).toBe(true);
  expect(data).toMatchObject({ code, message: expect.stringMatching(/;/) });
});

it.each([
  ['get_issue', {}],
  ['get_issue', { number: '1' }],
  ['create_issue', { title: '' }],
  ['create_issue', { title: 'x', color: 'red' }],
  ['set_state', { number: 1, state: [] }],
  ['list_issues', { limit: 1_000 }],
])('refuses arguments of %s that do not fit: %j', async (name, given) => {
  const { client, trackers } = await openClient();

  const { isError } = await callTool(client, name, given);

  expect(isError).toBe(true);
  expect(trackers.requests).toEqual([]);
});

it('tells nothing of a bug but that it is one', async () => {
  const bugs: unknown[] = [];
  const { trackers } = await openClient();
  const broken = { ...trackers.as('coder'), show: () => Promise.reject(new TypeError('/secret/path')) };
  const client = await connectClient(broken, { onBug: (error) => bugs.push(error) });

  const { isError, data } = await callTool(client, 'get_issue', { number: 1 });

  expect([isError, data.code]).toEqual([true, 'INTERNAL']);
  expect(JSON.stringify(data)).not.toContain('secret');
  expect(bugs).toHaveLength(1);
});

it('offers no more than is allowed', async () => {
  const { client, trackers } = await openClient({ powers: ['read'] });
  const readOnly = await connectClient(trackers.as('coder', { readOnly: true }));
  const everything = await connectClient(trackers.as('coder'));

  const names = async (of: typeof client) => (await of.listTools()).tools.map(({ name }) => name);

  expect(await names(client)).toEqual(await names(readOnly));
  expect(await names(client)).not.toContain('create_issue');
  expect(await names(client)).not.toContain('claim_issue');
  expect(await names(everything)).toEqual(
    expect.arrayContaining(['create_issue', 'claim_issue', 'get_issue']),
  );
  const refused = await callTool(client, 'create_issue', { title: 'One' });
  expect(refused.isError).toBe(true);
  expect((await everything.listTools()).tools.every(({ inputSchema }) => inputSchema.type === 'object')).toBe(
    true,
  );
});

it('shows issues as resources', async () => {
  const { client, trackers } = await openClient();
  await trackers.as('ann').create({ title: 'One', body: 'Text' });

  const { resources } = await client.listResources();
  const { contents } = await client.readResource({ uri: 'issue://1' });

  expect(resources).toMatchObject([{ uri: 'issue://1', title: 'One' }]);
  const [content] = contents;
  expect(JSON.parse(content && 'text' in content ? content.text : '')).toMatchObject({
    number: 1,
    body: 'Text',
  });
  await expect(client.readResource({ uri: 'issue://9' })).rejects.toThrow(/ISSUE_NOT_FOUND/);
  await expect(client.readResource({ uri: 'issue://0x1' })).rejects.toThrow(/INVALID_INPUT/);
});
