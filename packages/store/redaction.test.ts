import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, redactSecrets } from './redaction.ts';

const KNOWN = ['hunter2-hunter2', 'hunter2-hunter2-longer', 'p"w\\d/ü?x'];
const HEX_40 = '0123456789abcdef0123456789abcdef01234567';
const A36 = 'a1B2'.repeat(9);

const SECRETS: readonly (readonly [kind: string, text: string, secret: string])[] = [
  ['known', 'the password is hunter2-hunter2-longer.', 'hunter2-hunter2'],
  ['known', 'https://h/?q=p%22w%5Cd%2F%C3%BC%3Fx', 'p%22w'],
  ['known', JSON.stringify({ a: 'p"w\\d/ü?x' }), 'p\\"w'],
  ['github-token', `token ghp_${A36}`, A36],
  ['github-token', `gho_${A36}`, A36],
  ['github-token', `\\ngithub_pat_${A36}_${A36}`, A36],
  ['gitlab-token', `glpat-${A36}`, A36],
  ['anthropic-key', `ANTHROPIC_API_KEY=sk-ant-api03-${A36}`, A36],
  ['aws-key-id', 'id AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
  ['aws-secret', `aws_secret_access_key = ${'Ab/+'.repeat(10)}`, 'Ab/+Ab'],
  ['slack-token', 'xoxb-1234567890-abcdef', '1234567890'],
  ['npm-token', `npm_${A36}`, A36],
  ['private-key', `-----BEGIN RSA PRIVATE KEY-----\nMIIE${A36}\n-----END RSA PRIVATE KEY-----\n`, A36],
  ['private-key', `-----BEGIN PRIVATE KEY-----\\nMIIE${A36}\\n${A36}`, A36],
  ['authorization', 'Authorization: Bearer short', 'short'],
  ['authorization', '{"authorization":"Basic dXNlcjpwYXNz"}', 'dXNlcjpwYXNz'],
  ['authorization', `curl -H "X: bearer ${A36}"`, A36],
  ['forge-token', `token ${HEX_40}`, HEX_40],
  ['forge-token', `{"token":"${HEX_40}"}`, HEX_40],
  ['url-password', 'git clone https://bot:s3cret@host/x.git', 's3cret'],
  ['url-password', 'mongodb://user:p@ss@host/db', 'p@ss'],
  ['url-password', `https://${HEX_40}@host/x.git`, HEX_40],
];

const HARMLESS = [
  `commit ${HEX_40}`,
  'https://example.org:8080/a@b?c=d:e@f',
  'the bearer of bad news, basically',
  'def test_token_is_kept(token): pass',
  'git@host:owner/name.git',
  'sk-ant and ghp_ are prefixes',
];

/** Texts in which secrets stand between anything else. */
const texts = fc
  .array(
    fc.oneof(fc.string(), fc.constantFrom('"', '\\', '\n', ...KNOWN, ...SECRETS.map(([, text]) => text))),
  )
  .map((parts) => parts.join(''));

test.each(SECRETS)('%s: %s', (kind, text, secret) => {
  const redacted = redactSecrets(text, KNOWN);

  expect(redacted).toContain(`[redacted:${kind}]`);
  expect(redacted).not.toContain(secret);
});

test.each(HARMLESS)('kept: %s', (text) => {
  expect(redactSecrets(text, [])).toBe(text);
});

test('what stands around a secret is kept', () => {
  expect(redactSecrets('clone https://bot:s3cret@host/x.git', [])).toBe(
    'clone https://bot:[redacted:url-password]@host/x.git',
  );
  expect(redactSecrets(`Authorization: token ${HEX_40}, next`, [])).toBe(
    'Authorization: token [redacted:authorization], next',
  );
});

describe('whatever the text', () => {
  test('no known secret is left', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const redacted = redactSecrets(text, KNOWN);
        expect(KNOWN.filter((secret) => redacted.includes(secret))).toEqual([]);
      }),
    );
  });

  test('doing it twice changes nothing', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(SECRETS.map(([, text]) => text)), (parts) => {
        const once = redactSecrets(parts.join(' '), KNOWN);
        expect(redactSecrets(once, KNOWN)).toBe(once);
      }),
    );
  });

  test('JSON keeps its shape, and JSON text with token shapes stays JSON', () => {
    fc.assert(
      fc.property(fc.array(texts), fc.dictionary(texts, texts), (list, record) => {
        const redacted = createRedactor(KNOWN).json({ list, record });
        expect(redacted.list).toHaveLength(list.length);
        expect(Object.keys(redacted.record)).toHaveLength(Object.keys(record).length);
        expect(
          KNOWN.filter((secret) => JSON.stringify(redacted).includes(JSON.stringify(secret).slice(1, -1))),
        ).toEqual([]);
        expect(() => JSON.parse(redactSecrets(JSON.stringify({ list, record }), []))).not.toThrow();
      }),
    );
  });
});

test('hostile text costs no more than its length', () => {
  const hostile = [
    '-----BEGIN PRIVATE KEY-----\n',
    '://a:',
    'token ',
    'bearer ',
    'authorization: ',
    'AKIA',
    'xoxb-',
  ];
  const started = performance.now();

  for (const text of hostile) redactSecrets(text.repeat(20_000), KNOWN);

  expect(performance.now() - started).toBeLessThan(5_000);
});
