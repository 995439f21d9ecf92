import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { localServers } from '@fixpoint/forges/http/testing/local-server.ts';
import { afterEach, describe, expect, test } from 'vitest';
import type { BackendFlags } from './backend-fields.ts';
import { configPathOf } from './repository-config.ts';
import { resolveAgent } from './resolve-agent.ts';
import { resolveBackend } from './resolve-backend.ts';
import { frontOf } from './testing/forge-fronts.ts';
import { emptyEnvironment, git, temporaryClone, temporaryFolder } from './testing/temporary-clone.ts';

const servers = localServers();
afterEach(() => servers[Symbol.asyncDispose]());

function resolved(cwd: string, flags: BackendFlags = {}, variables: Record<string, string> = {}) {
  return resolveBackend({ cwd, flags, environment: { ...emptyEnvironment(cwd), ...variables } });
}

function configure(root: string, config: object): void {
  mkdirSync(join(root, '.issue-core'), { recursive: true });
  writeFileSync(configPathOf(root), JSON.stringify({ version: 1, ...config }));
}

/** The values alone. */
function plain(description: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(description).map(([name, it]) => [
      name,
      it && typeof it === 'object' && 'value' in it ? it.value : it,
    ]),
  );
}

const ENGINE = { owner: 'ada', repo: 'engine' };

describe('without any set-up', () => {
  test('a clone of GitHub is that repository, with where each value came from', async () => {
    const clone = temporaryClone({ origin: 'git@github.com:ada/engine.git' });
    mkdirSync(join(clone, 'src'));

    const found = await resolved(join(clone, 'src'), {}, { GITHUB_TOKEN: 'hush' });

    const by = { from: 'remote', source: 'git remote origin' };
    expect(found).toMatchObject({
      name: null,
      kind: { value: 'github', ...by },
      url: { value: 'https://github.com', ...by },
      owner: { value: 'ada', ...by },
      repo: { value: 'engine', ...by },
      token: { source: 'GITHUB_TOKEN' },
    });
    expect(inspect(found, { depth: 9 }) + JSON.stringify(found)).not.toContain('hush');
  });

  test('a clone of a server of one’s own is what that says it is, and it is asked once', async () => {
    const { url, requests } = await servers.serve(frontOf('gitea'));
    const clone = temporaryClone({ origin: `${url}/ada/engine.git` });

    const first = await resolved(clone, {}, { GITEA_API_TOKEN: 'hush' });
    const second = await resolved(clone);

    expect(plain(first)).toMatchObject({
      kind: 'gitea',
      url,
      ...ENGINE,
      token: { source: 'GITEA_API_TOKEN' },
    });
    expect(first.kind.from).toBe('probe');
    expect(plain(second)).toMatchObject({ kind: 'gitea', url, ...ENGINE, token: null });
    expect(requests).toHaveLength(1);
  });

  test('a server may run below a path', async () => {
    const { url } = await servers.serve(frontOf('gitea', '/git'));
    const clone = temporaryClone({ origin: `${url}/git/ada/engine.git` });

    expect(plain(await resolved(clone))).toMatchObject({ url: `${url}/git`, ...ENGINE });
  });

  test('a clone without a remote, and a folder without a clone, have the local store', async () => {
    const clone = temporaryClone({ origin: '/srv/git/engine.git' });
    const folder = temporaryFolder();

    expect(plain(await resolved(clone))).toEqual({
      name: null,
      kind: 'local',
      path: join(clone, '.issue-core/issues.db'),
    });
    expect(plain(await resolved(folder))).toMatchObject({ path: join(folder, '.issue-core/issues.db') });
  });

  test('a clone of something else says so, and what does not answer does not become local', async () => {
    const { url } = await servers.serve(frontOf('website'));

    await expect(resolved(temporaryClone({ origin: `${url}/a/b` }))).rejects.toMatchObject({
      code: 'BACKEND_UNKNOWN',
      message: expect.stringContaining(url),
    });
    await expect(resolved(temporaryClone({ origin: 'http://127.0.0.1:1/a/b' }))).rejects.toMatchObject({
      code: 'FORGE_UNAVAILABLE',
    });
  });

  test('a mirror elsewhere does not hide the forge upstream', async () => {
    const { url } = await servers.serve(frontOf('website'));
    const clone = temporaryClone({ origin: `${url}/a/b`, upstream: 'https://gitlab.com/g/sub/engine' });

    expect(plain(await resolved(clone))).toMatchObject({ kind: 'gitlab', owner: 'g/sub', repo: 'engine' });
  });
});

describe('by the environment alone', () => {
  test('everything may be said, with no repository at all', async () => {
    const found = await resolved(
      temporaryFolder(),
      {},
      {
        ISSUE_CORE_BACKEND: 'gitea',
        ISSUE_CORE_URL: 'http://localhost:3000/api/v1',
        ISSUE_CORE_OWNER: 'ada',
        ISSUE_CORE_REPO: 'engine',
        ISSUE_CORE_TOKEN: 't',
      },
    );

    expect(plain(found)).toMatchObject({ kind: 'gitea', url: 'http://localhost:3000', ...ENGINE });
    expect(found).toMatchObject({
      owner: { source: 'ISSUE_CORE_OWNER' },
      token: { source: 'ISSUE_CORE_TOKEN' },
    });
  });

  test('the home of a forge goes without saying', async () => {
    const variables = { ISSUE_CORE_BACKEND: 'github', ISSUE_CORE_OWNER: 'ada', ISSUE_CORE_REPO: 'engine' };

    expect(await resolved(temporaryFolder(), {}, variables)).toMatchObject({
      url: { value: 'https://github.com', from: 'default' },
    });
  });

  test('a store of one’s own is below the folder that one is in', async () => {
    const folder = temporaryFolder();

    const found = await resolved(folder, {}, { ISSUE_CORE_BACKEND: 'local', ISSUE_CORE_DB: 'x.db' });

    expect(found).toMatchObject({
      kind: { value: 'local', source: 'ISSUE_CORE_BACKEND' },
      path: { value: join(folder, 'x.db'), source: 'ISSUE_CORE_DB' },
    });
  });

  test('the file of the store does not choose the store', async () => {
    const clone = temporaryClone({ origin: 'git@github.com:ada/engine.git' });

    expect(plain(await resolved(clone, {}, { ISSUE_CORE_DB: 'x.db' }))).toMatchObject({ kind: 'github' });
  });

  test.each([
    [{ ISSUE_CORE_BACKEND: 'gitea' }, 'url: give --url, or ISSUE_CORE_URL'],
    [{ ISSUE_CORE_BACKEND: 'gitea', ISSUE_CORE_URL: 'http://h' }, 'owner: give --owner'],
    [{ ISSUE_CORE_BACKEND: 'github', ISSUE_CORE_OWNER: 'ada' }, 'repo: give --repo'],
    [{ ISSUE_CORE_OWNER: 'ada' }, 'type: give --type, or ISSUE_CORE_BACKEND'],
    [{ ISSUE_CORE_BACKEND: 'jira' }, 'ISSUE_CORE_BACKEND: use one of local, gitea, github, gitlab, server'],
    [{ ISSUE_CORE_BACKEND: 'github', ISSUE_CORE_OWNER: 'a/b', ISSUE_CORE_REPO: 'c' }, 'ISSUE_CORE_OWNER'],
  ])('what is missing in %j is named', async (variables, expected) => {
    const failure = resolved(temporaryFolder(), {}, variables);

    await expect(failure).rejects.toMatchObject({ code: 'INVALID_CONFIG' });
    await expect(failure).rejects.toThrow(expected);
  });
});

describe('by the configuration', () => {
  const work = { type: 'gitea', url: 'http://localhost:3000', ...ENGINE };
  const backends = { work, offline: { type: 'local', path: '.issue-core/mine.db' } };

  test('the default backend is used, another one by its name', async () => {
    const clone = temporaryClone({ origin: 'git@github.com:x/y.git' });
    configure(clone, { defaultBackend: 'work', backends });
    mkdirSync(join(clone, 'src'));

    expect(plain(await resolved(clone))).toMatchObject({
      name: 'work',
      url: 'http://localhost:3000',
      ...ENGINE,
    });
    expect(plain(await resolved(join(clone, 'src'), { backend: 'offline' }))).toMatchObject({
      name: 'offline',
      kind: 'local',
      path: join(clone, '.issue-core/mine.db'),
    });
  });

  test('the only backend needs no default; of several, none is guessed', async () => {
    const one = temporaryFolder();
    configure(one, { backends: { work } });
    const several = temporaryFolder();
    configure(several, { backends });

    expect(await resolved(one)).toMatchObject({ name: 'work' });
    expect(plain(await resolved(several))).toMatchObject({ name: null, kind: 'local' });
  });

  test('a name that is not there is refused with those that are', async () => {
    const folder = temporaryFolder();
    configure(folder, { backends });

    await expect(resolved(folder, { backend: 'toString' })).rejects.toMatchObject({
      code: 'BACKEND_UNKNOWN',
      message: expect.stringContaining('work, offline'),
    });
  });

  test('a flag wins over the environment, and that over the file, field by field', async () => {
    const folder = temporaryFolder();
    configure(folder, { backends: { work } });

    const found = await resolved(
      folder,
      { repo: 'by-flag' },
      { ISSUE_CORE_REPO: 'no', ISSUE_CORE_OWNER: 'by-env' },
    );

    expect(plain(found)).toMatchObject({ name: 'work', url: work.url, owner: 'by-env', repo: 'by-flag' });
    expect(found).toMatchObject({ repo: { source: '--repo' }, url: { source: configPathOf(folder) } });
  });

  test('two trackers are never mixed', async () => {
    const folder = temporaryFolder();
    configure(folder, { backends: { work } });
    const elsewhere = { ISSUE_CORE_BACKEND: 'github', ISSUE_CORE_OWNER: 'o', ISSUE_CORE_REPO: 'r' };

    expect(plain(await resolved(folder, {}, elsewhere))).toMatchObject({
      name: null,
      kind: 'github',
      url: 'https://github.com',
      owner: 'o',
      repo: 'r',
    });
    expect(plain(await resolved(folder, { path: 'other.db' }))).toMatchObject({ name: null, kind: 'local' });
    await expect(resolved(folder, { type: 'gitea', url: 'http://other' })).rejects.toThrow('owner: ');
  });

  test('a named backend is taken without what the environment says of another', async () => {
    const folder = temporaryFolder();
    configure(folder, { backends });

    expect(plain(await resolved(folder, { backend: 'work' }, { ISSUE_CORE_REPO: 'no' }))).toMatchObject(
      ENGINE,
    );
  });
});

describe('a token that names no server', () => {
  const evil = { backends: { main: { type: 'gitea', url: 'https://evil.example', ...ENGINE } } };
  const variables = { GITEA_API_TOKEN: 'hush' };

  function cloneWith(config: object, origin: string, committed: boolean): string {
    const clone = temporaryClone({ origin });
    configure(clone, config);
    if (committed) git(clone, 'add', '.issue-core/config.json');
    return clone;
  }

  test('does not go to a server that a committed configuration names', async () => {
    const clone = cloneWith(evil, 'git@github.com:ada/engine.git', true);

    expect(await resolved(clone, {}, variables)).toMatchObject({
      url: { value: 'https://evil.example' },
      token: null,
    });
  });

  test('goes there when the user says so', async () => {
    const clone = cloneWith(evil, 'git@github.com:ada/engine.git', true);
    const said = { ...variables, GITEA_SERVER_URL: 'https://evil.example' };

    expect(await resolved(clone, {}, said)).toMatchObject({ token: { source: 'GITEA_API_TOKEN' } });
    expect(await resolved(clone, { url: 'https://evil.example' }, variables)).toMatchObject({
      token: { source: 'GITEA_API_TOKEN' },
    });
  });

  test('goes where the clone came from, and where one’s own configuration points', async () => {
    const own = cloneWith(evil, 'git@github.com:ada/engine.git', false);
    const cloned = cloneWith(evil, 'git@evil.example:ada/engine.git', true);

    expect(await resolved(own, {}, variables)).toMatchObject({ token: { source: 'GITEA_API_TOKEN' } });
    expect(await resolved(cloned, {}, variables)).toMatchObject({ token: { source: 'GITEA_API_TOKEN' } });
  });
});

test('the agent is named by the flag, else the environment, else the file', async () => {
  const folder = temporaryFolder();
  expect(await resolveAgent(folder, undefined, {})).toBeNull();
  configure(folder, { agent: 'c' });

  expect(await resolveAgent(folder, 'a', { ISSUE_CORE_AGENT: 'b' })).toMatchObject({
    value: 'a',
    from: 'flag',
  });
  expect(await resolveAgent(folder, undefined, { ISSUE_CORE_AGENT: 'b' })).toMatchObject({ value: 'b' });
  expect(await resolveAgent(folder, undefined, {})).toMatchObject({
    value: 'c',
    source: configPathOf(folder),
  });
});
