import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listRemotes, parseRemote, webAddressOf } from './remotes.ts';
import { emptyEnvironment, temporaryClone } from './testing/temporary-clone.ts';

const GITHUB = { host: 'github.com', port: null, owner: 'ada', repo: 'engine' };

describe('the address of a remote', () => {
  test.each([
    ['https://github.com/ada/engine.git', 'https'],
    ['https://github.com/ada/engine', 'https'],
    ['https://github.com/ada/engine/', 'https'],
    ['https://GitHub.com:443/ada/engine.git', 'https'],
    ['https://x-access-token:ghs_1@github.com/ada/engine.git', 'https'],
    ['http://github.com/ada/engine.git', 'http'],
    ['ssh://git@github.com/ada/engine.git', 'ssh'],
    ['ssh://git@ssh.github.com:443/ada/engine.git', 'ssh'],
    ['git+ssh://git@github.com:22/ada/engine.git', 'ssh'],
    ['git@github.com:ada/engine.git', 'ssh'],
    ['github.com:ada/engine', 'ssh'],
    ['git@GITHUB.com:/ada/engine.git', 'ssh'],
    ['git://github.com/ada/engine.git', 'git'],
  ])('%s is read', (address, scheme) => {
    expect(parseRemote(address)).toEqual({ ...GITHUB, scheme });
  });

  test.each([
    ['https://forge.example:3000/ada/engine.git', '3000'],
    ['ssh://git@forge.example:2222/ada/engine.git', null],
    ['https://forge.example:443/ada/engine.git', null],
  ])('%s keeps its port only when that is of HTTP', (address, port) => {
    expect(parseRemote(address)).toMatchObject({ host: 'forge.example', port });
  });

  test('has all groups of GitLab in its owner', () => {
    expect(parseRemote('git@gitlab.com:a/b/c/engine.git')).toMatchObject({ owner: 'a/b/c', repo: 'engine' });
  });

  test('may be that of an IPv6 host, and may hold any letters', () => {
    expect(parseRemote('ssh://git@[::1]:22/ada/engine')).toMatchObject({ host: '[::1]' });
    expect(parseRemote('[::1]:ada/engine')).toMatchObject({ host: '[::1]' });
    expect(parseRemote('https://forge.example/%C3%A4da/engine.git')).toMatchObject({ owner: 'äda' });
  });

  test.each([
    '',
    '/srv/git/engine.git',
    '../engine',
    './a:b/c',
    'C:\\git\\engine',
    'C:/git/engine',
    'file:///srv/git/engine.git',
    'ext::sh -c evil',
    'https://github.com/engine',
    'https://github.com/',
    'https://github.com/ada/../engine/x/..',
    'https://forge.example/ada/%2e%2e',
    'https://forge.example/ada/a%2Fb',
    'https://forge.example/ada/%00',
    'https://forge.example/ada/%zz',
    'ssh://forge.example/~/engine',
    'ssh://-oProxyCommand=evil/ada/engine',
    '-oProxyCommand=evil:ada/engine',
    'git@forge.example:ada/.git',
  ])('%j is no forge', (address) => {
    expect(parseRemote(address)).toBeNull();
  });

  test('never tells what is in front of its host', () => {
    const user = fc.stringMatching(/^[A-Za-z0-9_-]{8,20}$/);
    const form = fc.constantFrom(
      (it: string) => `https://${it}@forge.example/o/r.git`,
      (it: string) => `https://oauth2:${it}@forge.example/o/r.git`,
      (it: string) => `ssh://${it}@forge.example/o/r.git`,
      (it: string) => `${it}@forge.example:o/r.git`,
    );
    fc.assert(
      fc.property(user, form, (secret, address) => {
        const remote = parseRemote(address(secret));
        expect(remote).toMatchObject({ host: 'forge.example', owner: 'o', repo: 'r' });
        expect(JSON.stringify(remote)).not.toContain(secret);
      }),
    );
  });

  test('that is written is read again, in every form', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,12}$/);
    const host = fc.stringMatching(/^[a-z]{2,8}\.[a-z]{2,3}$/);
    fc.assert(
      fc.property(host, fc.array(word, { minLength: 1, maxLength: 4 }), word, (name, groups, repo) => {
        const owner = groups.join('/');
        for (const form of [`https://${name}/${owner}/${repo}.git`, `git@${name}:${owner}/${repo}`])
          expect(parseRemote(form)).toMatchObject({ host: name, owner, repo });
      }),
    );
  });

  test('whatever it is, gives a host and names that are safe in an address', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.tuple(
        fc.constantFrom('https://', 'ssh://', 'git@', ''),
        fc.string(),
        fc.constantFrom(':', '/'),
        fc.string(),
      ),
    );
    fc.assert(
      fc.property(hostile, (address) => {
        const remote = parseRemote(Array.isArray(address) ? address.join('') : address);
        if (remote === null) return;
        expect(new URL(webAddressOf(remote)).hostname).toBe(remote.host);
        expect(`${remote.owner}/${remote.repo}`).not.toMatch(/[\s\\?#%]|(^|\/)\.\.?(\/|$)|\/\//);
      }),
    );
  });
});

describe('the remotes of a clone', () => {
  test('begin with origin, then upstream, and leave out what is no forge', async () => {
    const clone = temporaryClone({
      fork: 'git@github.com:bob/engine.git',
      upstream: 'https://github.com/ada/engine.git',
      origin: 'https://u:hush@forge.example/eve/engine.git',
      backup: '/mnt/backup/engine.git',
    });

    const remotes = await listRemotes(clone, emptyEnvironment(clone));

    expect(remotes.map(({ name }) => name)).toEqual(['origin', 'upstream', 'fork']);
    expect(JSON.stringify(remotes)).not.toContain('hush');
  });

  test('are none where there is no repository', async () => {
    expect(await listRemotes('/', emptyEnvironment('/'))).toEqual([]);
  });
});
