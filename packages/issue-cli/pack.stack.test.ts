import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import packageJson from './package.json' with { type: 'json' };

const WITHIN_MS = 150_000;
const LARGEST_TARBALL_BYTES = 5 * 1024 ** 2;

let folder: string;
let issue: string;
let tarball: string;

/** Node first, and nothing that a developer has. */
const environment = () => ({ PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: folder });

async function npm(args: readonly string[], cwd: string): Promise<string> {
  // As this machine has set it up: registries, proxies and their certificates.
  const path = `${dirname(process.execPath)}:${process.env.PATH}`;
  return (await execa('npm', args, { cwd, env: { PATH: path }, timeout: WITHIN_MS })).stdout;
}

function installed(...args: readonly string[]) {
  return execa(issue, args, { cwd: folder, env: environment(), extendEnv: false, reject: false });
}

async function output(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await installed(...args);
  expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'issue-pack-'));
  const packed = await npm(['pack', '--json', '--pack-destination', folder], import.meta.dirname);
  tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '');
  expect(packed).toContain('dist/issue.js');
  await npm(['install', '--global', '--prefix', folder, '--no-audit', '--no-fund', tarball], folder);
  issue = join(folder, 'bin', 'issue');
}, 2 * WITHIN_MS);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('the tarball installs as a command that works on its own', async () => {
  expect(await output('--version')).toBe(packageJson.version);
  expect(await output('create', 'Packed', '--label', 'x')).toContain('created #1 Packed');
  expect(JSON.parse(await output('list', '--format=json'))).toMatchObject([{ number: 1, labels: ['x'] }]);
  expect(await output('completion', 'bash')).toContain('complete');
});

test('what is carried out only when it is needed is in it', async () => {
  await output('backend', 'add', 'one', 'local');
  await output('backend', 'add', 'two', 'local');
  for (const [name, type] of [
    ['tea', 'gitea'],
    ['hub', 'github'],
    ['lab', 'gitlab'],
  ] as const) {
    // Nothing listens there, so that it gets exactly as far as asking.
    await output('backend', 'add', name, type, '--url', 'http://127.0.0.1:9', '--owner', 'a', '--repo', 'b');
    expect((await installed('list', '--backend', name)).stderr).toContain('FORGE_UNAVAILABLE');
  }

  expect(await output('sync', 'pull', 'one', 'two')).toContain('1 created at two');
});

test('its servers start, and tell an error of the other parts as what it is', async () => {
  const key = ['key', 'of', 'the', 'tarball'].join('-');
  const served = execa(issue, ['serve', '--port=0', '--json'], {
    cwd: folder,
    env: { ...environment(), ISSUE_CORE_API_KEY: key },
    extendEnv: false,
    timeout: WITHIN_MS,
  });
  const { url } = JSON.parse((await served[Symbol.asyncIterator]().next()).value ?? '');
  const headers = { authorization: `Bearer ${key}` };

  const missing = await fetch(`${url}/api/v1/issues/999`, { headers });
  const page = await fetch(`${url}/docs/`);
  const script = await fetch(`${url}/docs/js/scalar.js`);
  const elsewhere = await mkdtemp(join(folder, 'elsewhere-'));
  const asked = await execa(issue, ['list', '--format=json'], {
    cwd: elsewhere,
    env: {
      ...environment(),
      ISSUE_CORE_BACKEND: 'server',
      ISSUE_CORE_URL: url,
      ISSUE_CORE_API_KEY: key,
    },
    extendEnv: false,
    timeout: WITHIN_MS,
  });
  served.kill('SIGTERM');

  expect(JSON.parse(asked.stdout)).toMatchObject([{ number: 1, title: 'Packed' }]);
  expect([missing.status, page.status, script.status]).toEqual([404, 200, 200]);
  expect(await missing.json()).toMatchObject({ code: 'ISSUE_NOT_FOUND' });
  expect((await served).exitCode).toBe(0);

  const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
  const input = [
    { jsonrpc: '2.0', id: 1, method: 'initialize', params: hello },
    {
      jsonrpc: '2.0',
      id: 2,
      method: 'tools/call',
      params: { name: 'get_issue', arguments: { number: 999 } },
    },
  ].map((message) => `${JSON.stringify(message)}\n`);
  const spoken = await execa(issue, ['mcp'], {
    cwd: folder,
    env: environment(),
    extendEnv: false,
    input: input.join(''),
    timeout: WITHIN_MS,
  });
  expect(spoken.stdout).toContain('ISSUE_NOT_FOUND');
});

test('it needs nothing but SQLite, in the version that the workspace has', async () => {
  const workspace = await readFile(join(import.meta.dirname, '..', '..', 'pnpm-workspace.yaml'), 'utf8');

  expect(packageJson.dependencies).toEqual({
    'better-sqlite3': /^ {2}better-sqlite3: (\S+)$/m.exec(workspace)?.[1],
  });
  expect((await readFile(tarball)).byteLength).toBeLessThan(LARGEST_TARBALL_BYTES);
});

test('it says by itself what is wrong when it is used wrongly', async () => {
  await writeFile(join(folder, '.issue-core', 'config.json'), '{');

  const { exitCode, stderr } = await installed('list', '--json');

  expect(exitCode).toBe(2);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'INVALID_CONFIG' } });
});
