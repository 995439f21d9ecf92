import { readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type IssueWorld, issueWorld, type Ran } from './testing/issue-world.ts';

const KEY = ['key', 'of', 'the', 'environment'].join('-');
const TASK = { id: 'task-1', title: 'Handed over', description: 'By another system', labels: ['fixpoint'] };

interface Serving {
  readonly url: string;
  readonly stop: () => Promise<Ran>;
}

/** `issue serve` in this world, until the test is over. */
async function serve(world: IssueWorld, ...flags: readonly string[]): Promise<Serving> {
  const stopping = new AbortController();
  const listening = Promise.withResolvers<string>();
  const ended = world.run(['serve', '--port=0', '--format=json', ...flags], {
    environment: { ISSUE_CORE_API_KEY: KEY },
    signal: stopping.signal,
    onOutput: (text) => listening.resolve(JSON.parse(text).url),
  });
  const stop = () => {
    stopping.abort();
    return ended;
  };
  onTestFinished(async () => void (await stop()));
  const early = ended.then(({ stderr }) => Promise.reject(new Error(`it ended: ${stderr}`)));
  return { url: await Promise.race([listening.promise, early]), stop };
}

function post(url: string, headers: Record<string, string>, body: unknown = TASK): Promise<Response> {
  const type = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers: { ...type, ...headers }, body: JSON.stringify(body) });
}

it('takes tasks over HTTP, which the command line then shows', async () => {
  const world = issueWorld();
  const { url, stop } = await serve(world);

  const created = await post(`${url}/issues/`, { authorization: `Bearer ${KEY}` });
  const again = await post(`${url}/issues/`, { 'x-api-key': KEY });
  const refused = await post(`${url}/issues/`, { 'x-api-key': 'another key altogether' });

  expect([created.status, again.status, refused.status]).toEqual([201, 201, 401]);
  expect(await created.json()).toMatchObject({ number: 1, backend: 'local' });
  expect(await world.json('list')).toMatchObject([{ number: 1, title: 'Handed over', labels: ['fixpoint'] }]);
  expect((await fetch(`${url}/docs/`)).status).toBe(200);
  const { exitCode, stderr } = await stop();
  expect(exitCode).toBe(0);
  expect(JSON.parse(stderr.split('\n')[0] ?? '')).toMatchObject({ level: 'info', message: 'listening', url });
});

it('keeps what it signs with from everybody else on the machine', async () => {
  const world = issueWorld();
  const { url, stop } = await serve(world);
  await post(`${url}/api/v1/webhooks`, { 'x-api-key': KEY }, { url: 'https://hooks.example/x' });

  const folder = join(world.folder, '.issue-core');
  const modes = readdirSync(folder)
    .filter((name) => name.startsWith('server.db'))
    .map((name) => statSync(join(folder, name)).mode & 0o777);

  expect(modes.length).toBeGreaterThan(1);
  expect(new Set(modes)).toEqual(new Set([0o600]));
  await stop();
});

it('shares claims with the command line', async () => {
  const world = issueWorld();
  await world.output('create', 'One');
  await world.output('claim', '1', '--agent', 'coder');
  const { url } = await serve(world);

  const claimed = await post(`${url}/api/v1/issues/1/claim`, { authorization: `Bearer ${KEY}` }, {});

  expect(claimed.status).toBe(409);
  expect(await claimed.json()).toMatchObject({ code: 'CLAIM_HELD' });
});

it('serves what is configured, the default first, but nothing whose claims are kept elsewhere', async () => {
  const world = issueWorld();
  await world.output('backend', 'add', 'one', 'local');
  await world.output('backend', 'add', 'two', 'local', '--path', 'two.db');
  await world.output('backend', 'set-default', 'two');
  const { url } = await serve(world);

  const answer = await fetch(`${url}/api/v1/backends`, { headers: { 'x-api-key': KEY } });

  expect(await answer.json()).toMatchObject([{ name: 'two' }]);
});

it('writes nothing when it is only to read', async () => {
  const world = issueWorld();
  await world.output('create', 'One');
  const { url } = await serve(world, '--read-only');

  const refused = await post(`${url}/issues/`, { 'x-api-key': KEY });

  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'READ_ONLY' });
});

it('says what is missing, and what is taken', async () => {
  const world = issueWorld();
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;

  const withoutKey = await world.run(['serve', '--port=0']);
  const withShortKey = await world.run(['serve', '--port=0'], { environment: { ISSUE_CORE_API_KEY: 'x' } });
  const onTaken = await world.run(['serve', `--port=${port}`], { environment: { ISSUE_CORE_API_KEY: KEY } });
  const onNone = await world.run(['serve', '--port=70000']);

  expect(withoutKey).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('ISSUE_CORE_API_KEY') });
  expect(withShortKey).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('16 characters') });
  expect(onTaken).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('EADDRINUSE') });
  expect(onNone).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('65535') });
});

it('is an MCP server over standard input and output', async () => {
  const world = issueWorld();
  const call = (id: number, method: string, params: object) =>
    `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
  const hello = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  };

  const { exitCode, stdout } = await world.run(['mcp', '--agent', 'coder'], {
    stdin:
      call(1, 'initialize', hello) +
      call(2, 'tools/call', { name: 'create_issue', arguments: { title: 'By a model' } }),
  });

  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(exitCode).toBe(0);
  expect(answers.map(({ id }) => id)).toEqual([1, 2]);
  expect(await world.json('list')).toMatchObject([{ number: 1, title: 'By a model', author: 'coder' }]);
});

it('is an MCP server over HTTP', async () => {
  const world = issueWorld();
  const stopping = new AbortController();
  const told = Promise.withResolvers<{ mcp: string }>();
  const ended = world.run(['mcp', '--http', '--port=0', '--json'], {
    environment: { ISSUE_CORE_API_KEY: KEY },
    signal: stopping.signal,
    onOutput: (text) => told.resolve(JSON.parse(text)),
  });
  const { mcp } = await told.promise;

  const answer = await post(
    mcp,
    { authorization: `Bearer ${KEY}`, accept: 'application/json, text/event-stream' },
    { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} },
  );

  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('claim_issue');
  stopping.abort();
  expect((await ended).exitCode).toBe(0);
});
