import { expect, it } from 'vitest';
import { checkSecrets } from './secrets-in-tree.ts';
import { treeOf } from './testing/write-tree.ts';

// Put together from parts, as the check asks of everybody.
it.each([
  ['github-token', `ghp_${'a1'.repeat(18)}`],
  ['gitlab-token', `glpat-${'a1'.repeat(10)}`],
  ['anthropic-key', `sk-ant-${'a1'.repeat(20)}`],
  ['aws-key-id', `AKIA${'A1'.repeat(8)}`],
  ['private-key', `-----BEGIN RSA PRIVATE ${'KEY'}-----\nMIIEowIBAAKCAQEA\n`],
])('finds a %s wherever it stands, and does not print it', (kind, secret) => {
  const result = checkSecrets(treeOf({ 'docs/example.md': `# Title\n\nkey: ${secret}\n` }));

  expect(result.ok).toBe(false);
  expect(result.output).toContain(`docs/example.md:3: looks like a secret (${kind})`);
  expect(result.output).not.toContain(secret);
});

it('takes what is about secrets and holds none', () => {
  const tree = treeOf({ 'a.ts': 'const pattern = /ghp_[a-z]+/; const authorization = `Bearer x`;' });

  expect(checkSecrets(tree).ok).toBe(true);
});
