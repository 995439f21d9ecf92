import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { localServers } from '@fixpoint/forges/http/testing/local-server.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { emptyEnvironment } from './config/testing/temporary-clone.ts';
import { renderError, renderErrorJson, reportOf } from './output/error.ts';
import { issueWorld } from './testing/issue-world.ts';

const servers = localServers();
afterEach(() => servers[Symbol.asyncDispose]());

describe('an error', () => {
  test('is one line on stderr, and how to mend it', async () => {
    const ran = await issueWorld().run(['show', '7']);

    expect(ran).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ran.stderr).toBe(
      'issue: Issue #7 is not in the local store.\n' +
        '  There is no such issue, comment, label or milestone; `issue list` shows what there is. (ISSUE_NOT_FOUND)\n',
    );
  });

  test.each([
    [['show', '7', '--json'], 'ISSUE_NOT_FOUND', 3],
    [['show', '7', '--format=json'], 'ISSUE_NOT_FOUND', 3],
    [['--format', 'ndjson', 'show', '7'], 'ISSUE_NOT_FOUND', 3],
    [['show', 'seven', '--json'], 'USAGE', 2],
    [['shwo', '7', '--json'], 'USAGE', 2],
    [['list', '--query', '(', '--json'], 'QUERY_INVALID', 2],
  ])('%j is JSON on stderr', async (argv, code, exitCode) => {
    const ran = await issueWorld().run(argv);

    expect(ran).toMatchObject({ exitCode, stdout: '' });
    expect(JSON.parse(ran.stderr)).toEqual({
      error: { code, exitCode, message: expect.stringMatching(/\w+/) },
    });
  });

  test('says when it is worth trying again', async () => {
    const { url } = await servers.serve((_, response) =>
      response.writeHead(429, { 'retry-after': '3600' }).end(),
    );
    const world = issueWorld();
    await world.output('backend', 'add', 'busy', 'gitea', '--url', url, '--owner', 'ada', '--repo', 'engine');

    const ran = await world.run(['list', '--json']);

    expect(ran.exitCode).toBe(7);
    expect(JSON.parse(ran.stderr)).toMatchObject({
      error: { code: 'FORGE_RATE_LIMITED', retryAfterMs: 3_600_000 },
    });
  });

  test('says of the token what it is about, as a sentence of its own', async () => {
    const { url } = await servers.serve((_, response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"message": "token is required"}'),
    );
    const world = issueWorld();
    await world.output('backend', 'add', 'shut', 'gitea', '--url', url, '--owner', 'ada', '--repo', 'engine');

    const { stderr } = await world.run(['list']);

    expect(stderr).toContain(`401 token is required. There is no token for ${url}: set GITEA_API_TOKEN`);
  });

  test('that is an interruption does not wait for a tracker that makes us wait', async () => {
    const stopping = new AbortController();
    const hungUp = Promise.withResolvers<void>();
    const { url } = await servers.serve((request) => {
      request.socket.once('close', () => hungUp.resolve());
      stopping.abort();
    });
    const world = issueWorld();
    await world.output('backend', 'add', 'slow', 'gitea', '--url', url, '--owner', 'ada', '--repo', 'engine');

    const ran = await world.run(['list'], { signal: stopping.signal });

    expect(ran).toEqual({ exitCode: 130, stdout: '', stderr: 'issue: Stopped. (INTERRUPTED)\n' });
    // The server is never going to end the request itself.
    await hungUp.promise;
  });

  test('that is a bug tells all of it', () => {
    const report = reportOf(new TypeError('x is undefined'), new AbortController().signal);

    expect(report).toMatchObject({ code: 'BUG', exitCode: 1 });
    expect(renderError(report)).toContain('errors.test.ts');
    expect(JSON.parse(renderErrorJson(report))).toMatchObject({ error: { code: 'BUG', exitCode: 1 } });
  });

  test('cannot command the terminal', () => {
    const report = reportOf(
      new FixpointError('FORGE_REFUSED', 'no\u001b]0;owned\u0007\u001b[2J way'),
      new AbortController().signal,
    );

    expect(renderError(report)).toMatch(/^issue: no way\n/);
    expect(renderErrorJson(report)).not.toContain('\u001b');
  });
});

describe('read-only mode', () => {
  test.each([
    ['create', 'x'],
    ['edit', '1', '--title', 'x'],
    ['close', '1', '2'],
    ['comment', '1', 'x'],
    ['claim', '1'],
    ['ready', '--claim'],
    ['label', 'create', 'x'],
    ['milestone', 'create', 'x'],
    ['agents', 'register', 'x'],
    ['delete', '1', '--yes'],
  ])('refuses %s %s', async (...argv) => {
    const world = issueWorld();
    await world.output('create', 'One');

    expect(await world.run([...argv, '--read-only'])).toMatchObject({ exitCode: 2, stdout: '' });
    expect((await world.run(argv, { environment: { ISSUE_CORE_READ_ONLY: '1' } })).stderr).toContain(
      'READ_ONLY',
    );
    expect(await world.json('list', '--state', 'all')).toMatchObject([{ title: 'One', state: 'open' }]);
  });

  test.each([
    ['backend', 'add', 'y', 'local'],
    ['backend', 'remove', 'x'],
    ['backend', 'set-default', 'x'],
    ['config', 'detect', '--save', 'y'],
  ])('leaves the configuration as it is: %s %s', async (...argv) => {
    const world = issueWorld({ origin: 'https://github.com/ada/engine' });
    await world.output('backend', 'add', 'z', 'local');
    await world.output('backend', 'add', 'x', 'local');
    const before = await world.json('backend', 'list');

    const ran = await world.run(argv, { environment: { ISSUE_CORE_READ_ONLY: '1' } });

    expect(ran).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('READ_ONLY') });
    expect(await world.json('backend', 'list')).toEqual(before);
  });

  test('and whatever only reads makes no file', async () => {
    const { run, folder } = issueWorld();

    for (const argv of [
      ['list'],
      ['ready'],
      ['events'],
      ['search', 'x'],
      ['sync', 'status'],
      ['config', 'show'],
    ]) {
      expect((await run(argv)).exitCode).toBe(0);
    }
    expect((await run(['create', 'x', '--read-only'])).exitCode).toBe(2);

    expect(execFileSync('ls', ['-A', folder]).toString()).toBe('.git\n');
  });
});

describe('a group of commands without one of them', () => {
  test.each(['sync', 'backend', 'label', 'milestone', 'config'])('%s shows which there are', async (name) => {
    const ran = await issueWorld().run([name]);

    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toMatch(new RegExp(`^Usage: issue ${name}[^]*Commands:`));
  });
});

describe('help', () => {
  test('is no error, and names every command', async () => {
    const { run } = issueWorld();
    const { exitCode, stdout } = await run(['--help']);

    expect(exitCode).toBe(0);
    const names =
      'list show create edit close reopen comment label milestone assign link ready claim release events';
    for (const name of `${names} search backend sync config completion`.split(' '))
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    expect((await run(['sync', 'pull', '--help'])).stdout).toMatch(
      /--dry-run[\s\S]*Global Options:[\s\S]*--backend/,
    );
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await run([])).toMatchObject({ exitCode: 2 });
  });
});

describe('the process', { timeout: 30_000 }, () => {
  const main = join(import.meta.dirname, 'main.ts');

  test('ends with the exit code, and prints to its streams', () => {
    const { folder } = issueWorld();
    const environment = emptyEnvironment(folder);
    const created = spawnSync(process.execPath, [main, 'create', 'One'], { cwd: folder, env: environment });
    const gone = spawnSync(process.execPath, [main, 'show', '9'], { cwd: folder, env: environment });

    expect(created).toMatchObject({ status: 0 });
    expect(created.stdout.toString()).toContain('created #1 One');
    expect(gone.status).toBe(3);
  });

  test.each(['gitea', 'github', 'gitlab'])('ends at Ctrl-C while %s does not answer', async (kind) => {
    const asked = Promise.withResolvers<void>();
    const { url } = await servers.serve(() => asked.resolve());
    const { folder, output } = issueWorld();
    await output('backend', 'add', 'silent', kind, '--url', url, '--owner', 'ada', '--repo', 'engine');

    const started = spawn(process.execPath, [main, 'list'], { cwd: folder, env: emptyEnvironment(folder) });
    const ended = once(started, 'close');
    await asked.promise;
    started.kill('SIGINT');

    expect(await ended).toEqual([130, null]);
  });

  test('is quiet when whoever reads it goes away', async () => {
    const { folder, output } = issueWorld();
    for (let number = 1; number <= 30; number += 1)
      await output('create', `Issue ${number} ${'x'.repeat(900)}`);
    const command = `"${process.execPath}" "${main}" list --format=json --limit=all; echo "ended with $?" >&2`;

    const { stdout, stderr } = spawnSync('sh', ['-c', `(${command}) | head -c 1`], {
      cwd: folder,
      env: emptyEnvironment(folder),
    });

    expect(stdout.toString()).toBe('[');
    expect(stderr.toString()).toBe('ended with 0\n');
  });

  test('completes commands and flags in the shell', () => {
    const { folder } = issueWorld();
    const ask = (...argv: string[]) =>
      spawnSync(process.execPath, [main, ...argv], { cwd: folder, env: emptyEnvironment(folder) });

    expect(ask('completion', 'bash').stdout.toString()).toContain('issue complete --');
    expect(ask('complete', '--', 'sync', 'bi').stdout.toString()).toContain('bidirectional\t');
    expect(ask('complete', '--', 'list', '--sta').stdout.toString()).toContain('--state\t');
    expect(ask('complete', '--', 'list', '--state', 'in').stdout.toString()).toContain('in_progress');
    expect(ask('completion', 'tcsh').status).toBe(2);
  });
});
