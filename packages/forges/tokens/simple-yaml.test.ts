import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSimpleYaml } from './simple-yaml.ts';

describe('the YAML of other tools', () => {
  test('is read as gh writes it', () => {
    const text = `github.com:
    git_protocol: https
    users:
        ada:
            oauth_token: gho_1
    user: ada
    oauth_token: gho_1
ghe.example:8443:
    oauth_token: "gho_2"   # work
`;

    expect(parseSimpleYaml(text)).toEqual({
      'github.com': {
        git_protocol: 'https',
        users: { ada: { oauth_token: 'gho_1' } },
        user: 'ada',
        oauth_token: 'gho_1',
      },
      'ghe.example:8443': { oauth_token: 'gho_2' },
    });
  });

  test('is read as glab writes it, whose tokens are tagged', () => {
    const text = `# What protocol to use
git_protocol: ssh
editor:
hosts:
    gitlab.com:
        token: !!null glpat-1
        api_host: gitlab.com
    # Another
    gitlab.example:
        token:
        container_registry_domains: gitlab.example,gitlab.example:443
no_prompt: false
`;

    expect(parseSimpleYaml(text)).toEqual({
      git_protocol: 'ssh',
      editor: null,
      hosts: {
        'gitlab.com': { token: 'glpat-1', api_host: 'gitlab.com' },
        'gitlab.example': { token: null, container_registry_domains: 'gitlab.example,gitlab.example:443' },
      },
      no_prompt: 'false',
    });
  });

  test.each(['    ', ''])('is read as tea writes it, its list indented by %j', (indent) => {
    const text = [
      'logins:',
      `${indent}- name: work`,
      `${indent}  url: https://gitea.example`,
      `${indent}  token: 'it''s'`,
      `${indent}  default: true`,
      `${indent}- name: home`,
      `${indent}  token: t2`,
      'preferences:',
      '  editor: false',
    ].join('\n');

    expect(parseSimpleYaml(text)).toEqual({
      logins: [
        { name: 'work', url: 'https://gitea.example', token: "it's", default: 'true' },
        { name: 'home', token: 't2' },
      ],
      preferences: { editor: 'false' },
    });
  });

  test('is left out where it is beyond this', () => {
    const text = 'a: {b: c}\nd: |\n  token: x\n  y\ne: &anchor z\nf: [1]\ng: "open\nh: here\n';

    expect(parseSimpleYaml(text)).toMatchObject({ a: null, d: null, e: null, f: null, g: null, h: 'here' });
  });

  test('gives a prototype to nobody', () => {
    const parsed = parseSimpleYaml('__proto__:\n  token: x\n');

    expect(Object.getPrototypeOf(parsed)).toBeNull();
    expect(({} as { token?: string }).token).toBeUndefined();
  });

  test('never fails, and never takes long', () => {
    const token = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '"',
      "'",
      '#',
      '!',
      '\\',
      '  ',
      '- ',
      ': ',
      '\n  ',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        expect(() => parseSimpleYaml(tokens.join(''))).not.toThrow();
      }),
      { numRuns: 500 },
    );
    const startedAt = performance.now();
    for (const part of ['- ', 'a: ', '"', "'", 'a', ' ', '-', 'a:\n ', '\n- a:', 'a #'])
      parseSimpleYaml(part.repeat(50_000));
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test('is read back as it was written', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9_.]{0,8}$/).filter((it) => it !== 'null');
    const { tree } = fc.letrec<{ tree: object | string }>((tie) => ({
      tree: fc.oneof({ maxDepth: 3 }, word, fc.dictionary(word, tie('tree'), { minKeys: 1, maxKeys: 3 })),
    }));
    fc.assert(
      fc.property(fc.dictionary(word, tree, { minKeys: 1, maxKeys: 4 }), (value) => {
        expect(parseSimpleYaml(written(value, ''))).toEqual(value);
      }),
    );
  });
});

function written(value: object, indent: string): string {
  return Object.entries(value)
    .map(([key, it]) =>
      typeof it === 'string' ? `${indent}${key}: ${it}\n` : `${indent}${key}:\n${written(it, `${indent}  `)}`,
    )
    .join('');
}
