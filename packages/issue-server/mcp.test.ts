import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { callTool } from '@fixpoint/issue-mcp/testing/mcp-client.ts';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, it, onTestFinished, vi } from 'vitest';
import { API_KEY, openServer, type TestServer } from './testing/open-server.ts';

async function connect(
  { app }: TestServer,
  key: string,
  headers: Record<string, string> = {},
): Promise<Client> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${key}`, ...headers } },
  });
  onTestFinished(() => client.close());
  await client.connect(transport);
  return client;
}

it('serves MCP over HTTP as the agent of the key', async () => {
  const server = openServer();
  const client = await connect(server, API_KEY, { 'issue-core-agent': 'coder' });

  await callTool(client, 'create_issue', { title: 'Over HTTP' });
  const { data } = await callTool(client, 'claim_issue', { number: 1 });

  expect(data.taken).toMatchObject({ issue: { title: 'Over HTTP' }, claim: { agent: 'coder' } });
  expect((await server.ask('GET', '/api/v1/issues/1')).body.author).toBe('coder');
  expect((await client.readResource({ uri: 'issue://1' })).contents).toHaveLength(1);
});

it('offers the tools that the scopes of the key allow', async () => {
  const server = openServer();
  const key = { name: 'reader', agent: 'reader', scopes: ['issues:read', 'issues:claim'] };
  const { secret } = (await server.ask('POST', '/api/v1/keys', { body: key })).body;
  const client = await connect(server, secret);

  const { tools } = await client.listTools();
  const names = tools.map(({ name }) => name);

  expect(names).toEqual(expect.arrayContaining(['get_issue', 'claim_issue']));
  expect(names).not.toContain('update_issue');
  expect((await callTool(client, 'create_issue', { title: 'No' })).isError).toBe(true);
  expect((await server.ask('GET', '/api/v1/issues')).body.items).toEqual([]);
});

it('registers another agent for an admin only', async () => {
  const server = openServer();
  const key = { name: 'worker', agent: 'worker', scopes: ['issues:read', 'issues:claim'] };
  const { secret } = (await server.ask('POST', '/api/v1/keys', { body: key })).body;
  const worker = await connect(server, secret);
  const admin = await connect(server, API_KEY);
  const other = { name: 'reviewer', kind: 'agent', roles: ['review'] };

  const own = await callTool(worker, 'register_agent', { kind: 'agent', roles: [] });
  const refused = await callTool(worker, 'register_agent', other);
  const allowed = await callTool(admin, 'register_agent', other);

  expect(own.data.name).toBe('worker');
  expect(refused.data.code).toBe('API_SCOPE_MISSING');
  expect(allowed.data.name).toBe('reviewer');
});

it('takes the largest file that a tool may attach', async () => {
  const server = openServer();
  const client = await connect(server, API_KEY);
  await callTool(client, 'create_issue', { title: 'One' });
  const bytes = Buffer.alloc(1024 ** 2, 7);

  const { data } = await callTool(client, 'attach_file', {
    number: 1,
    name: 'a.bin',
    content: bytes.toString('base64'),
  });

  expect(data).toMatchObject({ name: 'a.bin', sizeBytes: bytes.byteLength });
});

it('ends what it does for a client that went away', async () => {
  const started = Promise.withResolvers<AbortSignal>();
  const server = openServer({
    wrap: (tracker) => ({
      ...tracker,
      editMany: async (_selection, _edit, { signal } = {}) => {
        if (!signal) throw new Error('It cannot be stopped.');
        started.resolve(signal);
        await once(signal, 'abort');
        throw signal.reason;
      },
    }),
  });
  const client = await connect(server, API_KEY);

  const given = { select: { query: 'is:open' }, edit: { state: 'closed' } };
  const asked = expect(callTool(client, 'update_issues', given)).rejects.toThrow();
  const signal = await started.promise;
  await client.close();

  await asked;
  await vi.waitUntil(() => signal.aborted);
  expect(server.logged.filter((line) => line.includes('MCP tool failed'))).toEqual([]);
});

it('answers whoever waits for events when it is to end', async () => {
  const waiting = Promise.withResolvers<void>();
  const server = openServer({
    wrap: (tracker) => ({
      ...tracker,
      waitForEvents: (...given) => {
        waiting.resolve();
        return tracker.waitForEvents(...given);
      },
    }),
  });
  const client = await connect(server, API_KEY);

  const asked = callTool(client, 'list_events', { after: 'newest', waitMs: 20_000 });
  await waiting.promise;
  await server.app.close();

  expect((await asked).data.items).toEqual([]);
});

it('lets nobody in without a key that may read', async () => {
  const server = openServer();
  const key = { name: 'writer', agent: 'writer', scopes: ['issues:write'] };
  const { secret } = (await server.ask('POST', '/api/v1/keys', { body: key })).body;

  await expect(connect(server, 'wrong')).rejects.toThrow();
  await expect(connect(server, secret)).rejects.toThrow(/API_SCOPE_MISSING/);
  expect((await server.ask('GET', '/mcp')).status).toBe(405);
});

it('answers what is no call of the protocol with an error of the protocol', async () => {
  const { ask } = openServer();
  const headers = { accept: 'application/json, text/event-stream' };

  const nonsense = await ask('POST', '/mcp', { body: { nonsense: true }, headers });
  const unknown = await ask('POST', '/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'none' }, headers });

  expect(nonsense.status).toBe(400);
  expect(unknown.body).toMatchObject({ id: 1, error: { code: -32_601 } });
});
