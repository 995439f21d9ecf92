import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { git } from './config/testing/temporary-clone.ts';
import { issueWorld } from './testing/issue-world.ts';
import { API_KEY, environmentOf, serveWorld } from './testing/served-world.ts';

const environment = { ISSUE_CORE_API_KEY: API_KEY };

async function servedWorlds() {
  const host = issueWorld();
  const client = issueWorld({}, host.clock);
  const { url } = await serveWorld(host);
  await client.output('backend', 'add', 'team', 'server', '--url', url);
  const run = (...argv: readonly string[]) => client.run(argv, { environment });
  return { host, client, url, run };
}

describe('a configured server', () => {
  test('shares issues, claims and events with the host that it runs on', async () => {
    const { host, run } = await servedWorlds();
    await host.output('create', 'One', '--agent', 'ann');

    const taken = await run('ready', '--claim', '--agent', 'coder', '--format=json');
    const refused = await host.run(['claim', '1', '--agent', 'tester']);
    await run('close', '1', '--agent', 'coder', '--claim-token', '1', '--comment', 'Done.');

    expect(JSON.parse(taken.stdout)).toMatchObject([{ number: 1, claim: { agent: 'coder', token: 1 } }]);
    expect(refused.exitCode).toBe(5);
    expect(await host.json('show', '1', '--comments')).toMatchObject({ state: 'closed', commentCount: 1 });
    const { stdout } = await run('events', '--format=json');
    expect(
      JSON.parse(stdout).map(({ type, actor }: { type: string; actor: string }) => [type, actor]),
    ).toEqual([
      ['issue-created', 'ann'],
      ['claimed', 'coder'],
      ['state-changed', 'coder'],
      ['commented', 'coder'],
    ]);
  });

  test('is named by its address alone in the configuration, and shown with where the key is from', async () => {
    const { client, url, run } = await servedWorlds();

    expect(await client.json('backend', 'list')).toEqual([
      { name: 'team', default: true, type: 'server', url, capabilities: null },
    ]);
    expect(await client.output('backend', 'list')).toContain('as the server says');
    expect((await run('config', 'show')).stdout).toMatch(/key +found +ISSUE_CORE_API_KEY/);
    expect((await run('config', 'show', '--json')).stdout).not.toContain(API_KEY);
    expect(await client.output('config', 'show')).toMatch(/key +none +set ISSUE_CORE_API_KEY/);
    expect((await run('backend', 'test')).stdout).toMatch(/local \(local\): \S+ reads and writes/);
  });

  test('serves several trackers, of which one can be named', async () => {
    const host = issueWorld();
    const client = issueWorld();
    await host.output('backend', 'add', 'one', 'local');
    const { url } = await serveWorld(host);
    const add = (name: string, remote: string) =>
      client.output('backend', 'add', name, 'server', '--url', url, '--remote-backend', remote);
    await add('mine', 'one');
    await add('none', 'two');

    expect((await client.run(['list', '--backend', 'mine'], { environment })).exitCode).toBe(0);
    const unknown = await client.run(['list', '--backend', 'none'], { environment });
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('it serves: one') });
  });

  test('is asked by a model, too', async () => {
    const { host, client } = await servedWorlds();
    const messages = [
      [
        'initialize',
        { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
      ],
      ['tools/call', { name: 'create_issue', arguments: { title: 'By a model' } }],
    ].map(([method, params], id) => `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);

    const { exitCode } = await client.run(['mcp', '--agent', 'coder'], {
      environment,
      stdin: messages.join(''),
    });

    expect(exitCode).toBe(0);
    expect(await host.json('list')).toMatchObject([{ title: 'By a model', author: 'coder' }]);
  });

  test('writes nothing in read-only mode', async () => {
    const { host, run } = await servedWorlds();
    await host.output('create', 'One');

    expect((await run('list', '--read-only')).stdout).toContain('One');
    for (const words of [
      ['create', 'Two'],
      ['claim', '1'],
      ['ready', '--claim'],
    ]) {
      expect(await run(...words, '--read-only')).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('READ_ONLY'),
      });
    }
  });

  test('cannot be synced or served from here, and says where it can', async () => {
    const { client, run } = await servedWorlds();
    await client.output('backend', 'add', 'own', 'local');

    const synced = await run('sync', 'pull', 'team', 'own');
    const served = await run('serve', '--port=0');

    expect(synced).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('team is a server; sync') });
    expect(served).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('team is a server already'),
    });
  });

  test.each([
    [['--owner', 'a'], '--owner: a server backend has none'],
    [['--path', 'a.db'], '--path: a server backend has none'],
    [[], 'needs --url'],
  ])('is not configured with %j', async (flags, words) => {
    const { run } = issueWorld();
    const url = flags.length === 0 ? [] : ['--url', 'http://127.0.0.1:9'];

    const added = await run(['backend', 'add', 'team', 'server', ...url, ...flags]);

    expect(added).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(words) });
  });
});

describe('its key', () => {
  test('is missing, or is not the right one: both say what to mend', async () => {
    const { client } = await servedWorlds();
    const wrong = { ISSUE_CORE_API_KEY: ['some', 'other', 'key', 'than', 'that'].join('-') };

    const without = await client.run(['list']);
    const refused = await client.run(['list'], { environment: wrong });

    expect(without).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('set ISSUE_CORE_API_KEY') });
    expect(refused).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('The key is that of ISSUE_CORE_API_KEY.'),
    });
  });

  test('is not sent to a server that only a committed configuration names', async () => {
    const { client, url, run } = await servedWorlds();
    git(client.folder, 'add', '.issue-core/config.json');

    const withheld = await run('list');
    const named = await client.run(['list'], { environment: { ...environment, ISSUE_CORE_URL: url } });

    expect(withheld).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(`ISSUE_CORE_URL=${url}`) });
    expect(named.exitCode).toBe(0);
  });

  test('acts as its own agent, unless somebody else is named whom it may not be', async () => {
    const { client, url } = await servedWorlds();
    const answer = await fetch(`${url}/api/v1/keys`, {
      method: 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'ci', agent: 'ci', scopes: ['issues:read', 'issues:write'] }),
    });
    const { secret } = (await answer.json()) as { secret: string };
    const own = { environment: { ISSUE_CORE_API_KEY: secret } };

    const created = await client.run(['create', 'One', '--format=json'], own);
    const asOther = await client.run(['create', 'Two', '--agent', 'ann'], own);

    expect(JSON.parse(created.stdout)).toMatchObject({ author: 'ci' });
    expect(asOther).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('issues:admin') });
  });
});

describe('a server that is not well', () => {
  test('that is away is an error of its own, after a few tries', async () => {
    const { run } = issueWorld();

    const answer = await run(['list', '--json'], { environment: environmentOf('http://127.0.0.1:9') });

    expect(answer.exitCode).toBe(1);
    expect(JSON.parse(answer.stderr)).toMatchObject({ error: { code: 'API_UNAVAILABLE' } });
  });

  test('that never answers holds nobody up who wants to stop', async () => {
    const silent = await listening(createServer(() => undefined));
    const asked = new Promise((resolve) => silent.server.once('request', resolve));
    const stopping = new AbortController();
    const running = issueWorld().run(['list'], {
      environment: environmentOf(silent.url),
      signal: stopping.signal,
    });
    await asked;
    const started = performance.now();

    stopping.abort();

    expect(await running).toMatchObject({ exitCode: 130 });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('that is something else is told as that', async () => {
    const other = await listening(createServer((_, response) => response.end('<html>')));

    const { exitCode, stderr } = await issueWorld().run(['list'], { environment: environmentOf(other.url) });

    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('API_REFUSED')]);
  });

  test('needs an address', async () => {
    const { run } = issueWorld();

    const { exitCode, stderr } = await run(['list'], { environment: { ISSUE_CORE_BACKEND: 'server' } });

    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('ISSUE_CORE_URL')]);
  });
});

async function listening(server: Server): Promise<{ readonly server: Server; readonly url: string }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
