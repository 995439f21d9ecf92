import { readFileSync, writeFileSync } from 'node:fs';
import { localServers } from '@fixpoint/forges/http/testing/local-server.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { configPathOf } from './config/repository-config.ts';
import { frontOf } from './config/testing/forge-fronts.ts';
import { type IssueWorld, issueWorld } from './testing/issue-world.ts';

const servers = localServers();
afterEach(() => servers[Symbol.asyncDispose]());

function configOf({ folder }: IssueWorld): unknown {
  return JSON.parse(readFileSync(configPathOf(folder), 'utf8'));
}

const GITEA = { type: 'gitea', url: 'https://gitea.example', owner: 'ada', repo: 'engine' };
const FLAGS = ['--url', GITEA.url, '--owner', GITEA.owner, '--repo', GITEA.repo];

describe('issue backend add', () => {
  test('takes everything from flags', async () => {
    const world = issueWorld();

    const { stderr } = await world.run(['backend', 'add', 'mine', 'gitea', ...FLAGS]);

    expect(configOf(world)).toEqual({ version: 1, defaultBackend: 'mine', backends: { mine: GITEA } });
    expect(stderr).toContain('There is no token yet: set GITEA_API_TOKEN');
  });

  test.each(['two words', '-x', ''])('refuses the name %j before it asks anything', async (name) => {
    const ran = await issueWorld().run(['backend', 'add', '--', name, 'local'], {
      isTerminal: true,
    });

    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toMatch(/letters, digits, dots, dashes and underscores/);
    expect(ran.stderr).not.toContain('Database path');
  });

  test('asks a person for what neither flags nor environment give, as the reference says', async () => {
    const world = issueWorld();

    const { exitCode, stderr } = await world.run(['backend', 'add', 'myproject', 'gitea'], {
      isTerminal: true,
      stdin: 'gitea example\nhttps://gitea.example/\nada\nengine\n',
      environment: { GITEA_API_TOKEN: 'hush' },
    });

    expect(exitCode).toBe(0);
    expect(stderr).toBe(
      'URL: URL: give an address such as https://forge.example.\n' +
        'URL: Owner: Repository: The token is that of GITEA_API_TOKEN.\n',
    );
    expect(configOf(world)).toMatchObject({ backends: { myproject: GITEA } });
    expect(JSON.stringify(configOf(world))).not.toContain('hush');
  });

  test.each([
    ['ends the line of a question that nobody answers', ''],
    ['ends the line of one that is interrupted', null],
  ])('%s', async (_, stdin) => {
    const signal = stdin === null ? AbortSignal.abort(new Error('Stopped.')) : new AbortController().signal;

    const ran = await issueWorld().run(['backend', 'add', 'mine', 'server'], {
      isTerminal: true,
      stdin: stdin ?? 'x',
      signal,
    });

    expect(ran.exitCode).not.toBe(0);
    expect(ran.stderr).toMatch(/^URL: \nissue: /);
  });

  test('takes the environment before it asks', async () => {
    const world = issueWorld();
    const environment = { ISSUE_CORE_URL: GITEA.url, ISSUE_CORE_OWNER: GITEA.owner };

    const ran = await world.run(['backend', 'add', 'mine', 'gitea'], {
      isTerminal: true,
      stdin: 'engine\n',
      environment,
    });

    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).not.toMatch(/URL|Owner/);
    expect(configOf(world)).toMatchObject({ backends: { mine: GITEA } });
  });

  test('never asks when nobody is there, but names the flags', async () => {
    const world = issueWorld();

    const ran = await world.run(['backend', 'add', 'mine', 'gitea', '--owner', 'ada'], {
      stdin: 'x\ny\nz\n',
    });

    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('--url, --repo');
    expect(() => configOf(world)).toThrow('ENOENT');
  });

  test('takes from the clone what nobody said', async () => {
    const world = issueWorld({ origin: 'git@github.com:ada/engine.git' });

    await world.output('backend', 'add', 'hub', 'github');

    expect(configOf(world)).toMatchObject({
      backends: { hub: { type: 'github', url: 'https://github.com', owner: 'ada', repo: 'engine' } },
    });
  });

  test('offers to a person what the clone says', async () => {
    const { url } = await servers.serve(frontOf('gitea'));
    const world = issueWorld({ origin: `${url}/ada/engine.git` });

    const ran = await world.run(['backend', 'add', 'mine', 'gitea'], {
      isTerminal: true,
      stdin: '\n\nother\n',
    });

    expect(ran.stderr).toContain(`URL [${url}]: Owner [ada]: Repository [engine]: `);
    expect(configOf(world)).toMatchObject({ backends: { mine: { url, owner: 'ada', repo: 'other' } } });
  });

  test('gives each local store a file of its own', async () => {
    const world = issueWorld();

    await world.run(['backend', 'add', 'local-work', 'local'], { isTerminal: true, stdin: '\n' });
    await world.output('backend', 'add', 'backup', 'local');
    await world.output('backend', 'add', 'elsewhere', 'local', '--path', 'x.db', '--default');

    expect(configOf(world)).toEqual({
      version: 1,
      defaultBackend: 'elsewhere',
      backends: {
        'local-work': { type: 'local', path: '.issue-core/issues.db' },
        backup: { type: 'local', path: '.issue-core/backup.db' },
        elsewhere: { type: 'local', path: 'x.db' },
      },
    });
  });

  test.each([
    ['an unknown type', ['x', 'jira']],
    ['a name that is none', ['a/b', 'local']],
    ['a path for a forge', ['x', 'gitea', ...FLAGS, '--path', 'y']],
    ['a server for a local store', ['x', 'local', '--url', GITEA.url]],
    ['an address that is none', ['x', 'gitea', '--url', 'nonsense', '--owner', 'a', '--repo', 'b']],
    [
      'an address with a password',
      ['x', 'gitea', '--url', 'https://a:b@c.example', '--owner', 'a', '--repo', 'b'],
    ],
  ])('refuses %s', async (_, argv) => {
    expect((await issueWorld().run(['backend', 'add', ...argv])).exitCode).toBe(2);
  });

  test('replaces one only by force', async () => {
    const world = issueWorld();
    await world.output('backend', 'add', 'mine', 'local');

    expect((await world.run(['backend', 'add', 'mine', 'gitea', ...FLAGS])).exitCode).toBe(5);
    await world.output('backend', 'add', 'mine', 'gitea', ...FLAGS, '--force');

    expect(configOf(world)).toMatchObject({ backends: { mine: GITEA } });
  });
});

describe('the backends that are configured', () => {
  test('are listed with what each cannot do', async () => {
    const world = issueWorld();
    expect(await world.run(['backend', 'list'])).toMatchObject({ exitCode: 0, stdout: '' });
    await world.output('backend', 'add', 'mine', 'local');
    await world.output('backend', 'add', 'theirs', 'gitea', ...FLAGS);

    expect(await world.json('backend', 'list')).toMatchObject([
      { name: 'mine', default: true, type: 'local', capabilities: { parent: 'native' } },
      { name: 'theirs', default: false, ...GITEA, capabilities: { priority: 'encoded' } },
    ]);
    expect(await world.output('backend', 'list')).toMatch(
      /theirs +gitea +https:\/\/gitea.example\/ada\/engine/,
    );
  });

  test('are removed, and the default with its backend', async () => {
    const world = issueWorld();
    await world.output('backend', 'add', 'one', 'local');
    await world.output('backend', 'add', 'two', 'local');

    await world.output('backend', 'set-default', 'two');
    await world.output('backend', 'remove', 'one');
    expect(configOf(world)).toMatchObject({ defaultBackend: 'two' });
    await world.output('backend', 'remove', 'two');
    expect(configOf(world)).toEqual({ version: 1, backends: {} });
    expect((await world.run(['backend', 'remove', 'two'])).exitCode).toBe(2);
    expect((await world.run(['backend', 'set-default', 'two'])).exitCode).toBe(2);
  });

  test('are one tracker to claims and events, whatever they are called', async () => {
    const world = issueWorld();
    await world.output('create', 'One');
    const { token } = (await world.json('claim', '1', '--agent', 'first')) as { token: number };

    await world.output('backend', 'add', 'work', 'local', '--path', '.issue-core/issues.db');
    await world.output('backend', 'add', 'again', 'local', '--path', '.issue-core/issues.db');
    for (const name of ['work', 'again']) {
      const second = await world.run(['claim', '1', '--agent', 'second', '--backend', name, '--json']);
      expect(second.exitCode).toBe(5);
    }

    const taken = (await world.json(
      'claim',
      '1',
      '--agent',
      'second',
      '--takeover',
      '--backend',
      'again',
    )) as {
      token: number;
    };
    expect(taken.token).toBeGreaterThan(token);
    expect(await world.json('events', '--type', 'claimed', '--after', '0', '--backend', 'work')).toHaveLength(
      1,
    );
  });

  test('have claims and events by what the tracker is', async () => {
    const world = issueWorld();
    await world.output('backend', 'add', 'mine', 'local');
    await world.output('create', 'One');

    expect(await world.json('claim', '1')).toMatchObject({ backend: 'local' });
    expect(await world.json('events', '--after', '0', '--limit', '1')).toMatchObject([{ backend: 'local' }]);
  });

  test('are chosen by --backend, before or behind the command', async () => {
    const world = issueWorld();
    await world.output('backend', 'add', 'one', 'local');
    await world.output('backend', 'add', 'two', 'local');
    await world.output('create', 'Here', '--backend', 'two');

    expect(await world.json('--backend', 'two', 'list')).toHaveLength(1);
    expect(await world.json('list')).toEqual([]);
    expect((await world.run(['list', '--backend', 'three'])).exitCode).toBe(2);
  });

  test('are tested by asking them', async () => {
    const world = issueWorld();
    await world.output('backend', 'add', 'mine', 'local');
    const { url } = await servers.serve((_, response) => response.writeHead(401).end('{}'));
    const { url: goneUrl } = await servers.serve((_, response) => response.writeHead(404).end('{}'));
    const at = ['--owner', 'ada', '--repo', 'engine'];
    await world.output('backend', 'add', 'locked', 'gitea', '--url', url, ...at);
    await world.output('backend', 'add', 'gone', 'gitea', '--url', goneUrl, ...at);

    expect(await world.json('backend', 'test', 'mine')).toMatchObject({
      name: 'mine',
      ok: true,
      canWrite: true,
    });
    expect(await world.output('backend', 'test')).toContain('mine (local)');
    const locked = await world.run(['backend', 'test', 'locked', '--format=json']);
    expect(locked.exitCode).toBe(4);
    expect(JSON.parse(locked.stderr)).toMatchObject({ error: { code: 'FORGE_UNAUTHORIZED', exitCode: 4 } });
    expect(locked.stderr).toContain('set GITEA_API_TOKEN');
    const token = await world.run(['backend', 'test', 'locked'], {
      environment: { ISSUE_CORE_TOKEN: 'hush', ISSUE_CORE_URL: url },
    });
    expect(token.stderr).toContain('The token is that of ISSUE_CORE_TOKEN.');
    expect(token.stderr).not.toContain('hush');
    expect((await world.run(['backend', 'test', 'gone'])).exitCode).toBe(3);
  });
});

test.each([
  ['gitea', 'https://g.example', 'set GITEA_API_TOKEN'],
  ['github', 'https://github.com', 'set GITHUB_TOKEN'],
  ['github', 'https://hub.example', 'set GH_ENTERPRISE_TOKEN'],
  ['gitlab', 'https://gitlab.com', 'set GITLAB_TOKEN,'],
  ['gitlab', 'https://lab.example', 'set GITLAB_TOKEN and GITLAB_HOST=lab.example'],
])('whoever adds %s at %s is told where its token goes', async (type, url, advice) => {
  const at = ['--url', url, '--owner', 'ada', '--repo', 'engine'];

  expect((await issueWorld().run(['backend', 'add', 'x', type, ...at])).stderr).toContain(advice);
});

describe('issue config', () => {
  test('shows what is used, and who says so', async () => {
    const world = issueWorld({ origin: 'https://gitlab.com/group/sub/engine.git' });

    expect(await world.json('config', 'show')).toMatchObject({
      backend: 'gitlab:gitlab.com/group/sub/engine',
      configured: false,
      kind: { value: 'gitlab', from: 'remote' },
      owner: { value: 'group/sub' },
      agent: { value: 'ada' },
      readOnly: false,
    });
    const withToken = await world.run(['config', 'show'], { environment: { GITLAB_TOKEN: 'hush' } });
    expect(withToken.stdout).toMatch(/token +found +GITLAB_TOKEN/);
    expect(withToken.stdout).not.toContain('hush');
    expect(await world.output('config', 'show')).toMatch(/token +none +set GITLAB_TOKEN/);
  });

  test('detects the tracker of a clone, and keeps it on demand', async () => {
    const world = issueWorld({ origin: 'https://github.com/ada/engine' });

    expect(await world.json('config', 'detect')).toMatchObject({ kind: { value: 'github' }, savedAs: null });
    await world.output('config', 'detect', '--save', 'hub');

    expect(configOf(world)).toMatchObject({ defaultBackend: 'hub', backends: { hub: { type: 'github' } } });
    expect((await world.run(['config', 'detect', '--save', 'hub'])).exitCode).toBe(5);
    expect((await issueWorld().run(['config', 'detect'])).exitCode).toBe(2);
  });

  test('a broken file is a wrong use that names it', async () => {
    const world = issueWorld();
    await world.output('backend', 'add', 'mine', 'local');
    writeFileSync(configPathOf(world.folder), '{"version": 2}');

    const { exitCode, stderr } = await world.run(['list']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('config.json: version');
  });
});
