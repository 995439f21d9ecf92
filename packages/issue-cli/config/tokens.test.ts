import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyEnvironment, git, temporaryClone } from './testing/temporary-clone.ts';
import { tokenFromEnvironment } from './token-environment.ts';
import { findToken } from './tokens.ts';

const KINDS = ['gitea', 'github', 'gitlab'] as const;
type Kind = (typeof KINDS)[number];

describe('a token of the environment', () => {
  function of(kind: Kind, url: string, variables: Record<string, string>, trusted = true): string | null {
    return tokenFromEnvironment({ kind, url }, variables, trusted)?.variable ?? null;
  }

  test.each<[Kind, string, Record<string, string>, string | null]>([
    ['github', 'https://github.com', { GITHUB_TOKEN: 'a', GH_TOKEN: 'b' }, 'GH_TOKEN'],
    ['github', 'https://acme.ghe.com', { GITHUB_TOKEN: 'a' }, 'GITHUB_TOKEN'],
    ['github', 'https://ghe.example', { GITHUB_TOKEN: 'a', GH_TOKEN: 'b' }, null],
    ['github', 'https://github.com.evil.example', { GITHUB_TOKEN: 'a' }, null],
    ['github', 'http://github.com', { GITHUB_TOKEN: 'a' }, null],
    ['github', 'https://ghe.example', { GH_ENTERPRISE_TOKEN: 'a' }, 'GH_ENTERPRISE_TOKEN'],
    [
      'github',
      'https://ghe.example',
      { GITHUB_ENTERPRISE_TOKEN: 'a', GH_HOST: 'ghe.example' },
      'GITHUB_ENTERPRISE_TOKEN',
    ],
    ['github', 'https://other.example', { GH_ENTERPRISE_TOKEN: 'a', GH_HOST: 'ghe.example' }, null],
    ['github', 'https://github.com', { GH_ENTERPRISE_TOKEN: 'a' }, null],
    [
      'github',
      'https://ghe.example',
      { GITHUB_TOKEN: 'a', GITHUB_SERVER_URL: 'https://ghe.example' },
      'GITHUB_TOKEN',
    ],
    ['github', 'https://github.com', { GITHUB_TOKEN: 'a', GITHUB_SERVER_URL: 'https://ghe.example' }, null],
    [
      'github',
      'https://github.com',
      { GITHUB_TOKEN: 'a', GITHUB_SERVER_URL: 'https://github.com' },
      'GITHUB_TOKEN',
    ],
    ['gitlab', 'https://gitlab.com', { GITLAB_TOKEN: 'a' }, 'GITLAB_TOKEN'],
    ['gitlab', 'https://gitlab.example', { GITLAB_TOKEN: 'a' }, null],
    [
      'gitlab',
      'https://gitlab.example',
      { GITLAB_TOKEN: 'a', GITLAB_HOST: 'gitlab.example' },
      'GITLAB_TOKEN',
    ],
    ['gitlab', 'https://gitlab.com', { GITLAB_TOKEN: 'a', GITLAB_HOST: 'https://gitlab.example' }, null],
    [
      'gitlab',
      'https://gitlab.example',
      { GITLAB_TOKEN: 'a', CI_SERVER_URL: 'https://gitlab.example' },
      'GITLAB_TOKEN',
    ],
    ['gitea', 'http://localhost:3000', { GITEA_TOKEN: 'a', GITEA_API_TOKEN: 'b' }, 'GITEA_API_TOKEN'],
    [
      'gitea',
      'https://gitea.example',
      { GITEA_TOKEN: 'a', GITEA_SERVER_URL: 'https://gitea.example/' },
      'GITEA_TOKEN',
    ],
    ['gitea', 'https://gitea.example', { GITEA_TOKEN: 'a', GITEA_SERVER_URL: 'http://gitea.example' }, null],
    ['gitea', 'https://gitea.example', { GITHUB_TOKEN: 'a', GITLAB_TOKEN: 'b' }, null],
    ['gitea', 'https://gitea.example', { ISSUE_CORE_TOKEN: 'a', GITEA_TOKEN: 'b' }, 'ISSUE_CORE_TOKEN'],
    [
      'github',
      'https://github.com',
      { ISSUE_CORE_TOKEN: 'a', ISSUE_CORE_URL: 'http://localhost:3000' },
      null,
    ],
  ])('of %s at %s with %j is %s', (kind, url, variables, expected) => {
    expect(of(kind, url, variables)).toBe(expected);
  });

  test('that names no server goes to none that only the repository chose', () => {
    expect(
      of('gitea', 'https://evil.example', { GITEA_TOKEN: 'a', ISSUE_CORE_TOKEN: 'b' }, false),
    ).toBeNull();
    expect(of('github', 'https://evil.example', { GH_ENTERPRISE_TOKEN: 'a' }, false)).toBeNull();
    expect(of('github', 'https://github.com', { GITHUB_TOKEN: 'a' }, false)).toBe('GITHUB_TOKEN');
  });

  test('of github.com or gitlab.com never goes anywhere else', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.constantFrom('github.com.evil.example', 'xgithub.com', 'gitlab.com.evil'),
    );
    const home: Record<string, string> = {
      GH_TOKEN: 'github.com',
      GITHUB_TOKEN: 'github.com',
      GITLAB_TOKEN: 'gitlab.com',
    };
    const variables = { GH_TOKEN: 'a', GITHUB_TOKEN: 'b', GITLAB_TOKEN: 'c' };
    fc.assert(
      fc.property(host, fc.constantFrom(...KINDS), fc.boolean(), (name, kind, trusted) => {
        const used = of(kind, `https://${name}`, variables, trusted);
        if (used !== null)
          expect([home[used], 'ghe.com']).toContain(name.endsWith('.ghe.com') ? 'ghe.com' : name);
      }),
    );
  });
});

describe('the token for a server', () => {
  function withHome(files: Readonly<Record<string, string>>) {
    const root = temporaryClone();
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const environment = emptyEnvironment(root);
    const find = async (kind: Kind, url: string, more: Record<string, string> = {}) => {
      const found = await findToken({
        target: { kind, url },
        root,
        trusted: true,
        environment: { ...environment, ...more },
      });
      return found ? [found.token.reveal(), found.source] : null;
    };
    return { root, environment, find };
  }

  test('is of the environment first, and does not show', async () => {
    const { root, environment, find } = withHome({
      '.config/tea/config.yml': 'logins:\n- url: https://gitea.example\n  token: stored\n',
    });

    expect(await find('gitea', 'https://gitea.example', { GITEA_TOKEN: 'hush' })).toEqual([
      'hush',
      'GITEA_TOKEN',
    ]);
    const found = await findToken({
      target: { kind: 'gitea', url: 'https://gitea.example' },
      root,
      trusted: true,
      environment: { ...environment, GITEA_TOKEN: 'hush' },
    });
    expect(JSON.stringify(found)).toBe('{"token":"[secret]","source":"GITEA_TOKEN"}');
  });

  test('is the one that gh keeps for it', async () => {
    const { root, find } = withHome({
      '.config/gh/hosts.yml': 'github.com:\n    oauth_token: gho_1\nghe.example:\n    oauth_token: gho_2\n',
    });
    const file = join(root, '.config/gh/hosts.yml');

    expect(await find('github', 'https://github.com')).toEqual(['gho_1', file]);
    expect(await find('github', 'https://ghe.example')).toEqual(['gho_2', file]);
    expect(await find('github', 'https://other.example')).toBeNull();
    expect(await find('github', 'http://ghe.example')).toBeNull();
    expect(await find('gitea', 'https://github.com')).toBeNull();
  });

  test('is asked of gh when that keeps it in the keyring', async () => {
    const { root, environment, find } = withHome({
      '.config/gh/hosts.yml': 'github.com:\n    user: ada\n',
      'bin/gh': '#!/bin/sh\n[ "$*" = "auth token --hostname github.com" ] && echo gho_ring\n',
    });
    chmodSync(join(root, 'bin/gh'), 0o755);
    const path = { PATH: `${join(root, 'bin')}:${environment.PATH}` };

    expect(await find('github', 'https://github.com', path)).toEqual(['gho_ring', 'gh auth token']);
  });

  test('is the one that glab keeps for it', async () => {
    const { find } = withHome({
      '.config/glab-cli/config.yml': [
        'hosts:',
        '    gitlab.com:',
        '        token: !!null glpat-1',
        '    gitlab.example:',
        '        token: glpat-2',
        '        api_host: api.gitlab.example:8443',
        '    plain.example:',
        '        token: glpat-3',
        '        api_protocol: http',
      ].join('\n'),
    });

    expect((await find('gitlab', 'https://gitlab.com'))?.[0]).toBe('glpat-1');
    expect((await find('gitlab', 'https://api.gitlab.example:8443'))?.[0]).toBe('glpat-2');
    expect((await find('gitlab', 'http://plain.example'))?.[0]).toBe('glpat-3');
    expect(await find('gitlab', 'http://gitlab.com')).toBeNull();
    expect(await find('gitlab', 'https://other.example')).toBeNull();
  });

  test('is the one that tea keeps for it', async () => {
    const { find } = withHome({
      '.config/tea/config.yml': 'logins:\n- name: a\n  url: http://localhost:3000/\n  token: t1\n',
    });

    expect((await find('gitea', 'http://localhost:3000'))?.[0]).toBe('t1');
    expect(await find('gitea', 'http://localhost:3001')).toBeNull();
    expect(await find('gitea', 'https://localhost:3000')).toBeNull();
  });

  test('is the one of the credential helper of git, which is told the server', async () => {
    const { root, find } = withHome({
      'helper.sh': '#!/bin/sh\ncat > "$(dirname "$0")/asked"\necho username=ada\necho password=from-helper\n',
    });
    chmodSync(join(root, 'helper.sh'), 0o755);
    git(root, 'config', 'credential.https://forge.example.helper', join(root, 'helper.sh'));

    expect(await find('gitea', 'https://forge.example')).toEqual(['from-helper', 'git credential']);
    expect(await find('gitea', 'https://other.example')).toBeNull();
  });

  test('is asked of nobody: a helper without one, and git itself, end at once', async () => {
    const { root, find } = withHome({ 'ask.sh': '#!/bin/sh\necho typed-by-somebody\n' });
    chmodSync(join(root, 'ask.sh'), 0o755);
    git(root, 'config', 'core.askPass', join(root, 'ask.sh'));

    const asking = { GIT_ASKPASS: join(root, 'ask.sh'), SSH_ASKPASS: join(root, 'ask.sh'), DISPLAY: ':0' };

    expect(await find('gitea', 'https://forge.example', asking)).toBeNull();
  });
});
