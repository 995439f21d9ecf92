import { SECRET_PATTERNS } from '@fixpoint/store/redaction-patterns.ts';
import { type CheckResult, type Finding, toResult } from './check.ts';
import type { SourceFile } from './source-files.ts';

/** The shapes that nothing but a credential has; the others also match code that is about credentials. */
const UNMISTAKABLE = new Set([
  'private-key',
  'github-token',
  'gitlab-token',
  'anthropic-key',
  'aws-key-id',
  'slack-token',
  'npm-token',
]);

/** The test of what redacts secrets has to show some. */
const EXAMPLES = new Set(['packages/store/redaction.test.ts']);

/** No credential is committed. Tests that need one put it together from parts. */
export function checkSecrets(tree: readonly SourceFile[]): CheckResult {
  return toResult('secrets', tree.length, tree.filter(({ path }) => !EXAMPLES.has(path)).flatMap(findingsIn));
}

function findingsIn({ path, text }: SourceFile): readonly Finding[] {
  return SECRET_PATTERNS.filter(({ kind }) => UNMISTAKABLE.has(kind)).flatMap(({ kind, expression }) =>
    [...text.matchAll(expression)].map(({ index }) => ({
      file: path,
      line: text.slice(0, index).split('\n').length,
      message: `looks like a secret (${kind}): revoke it, and take it out of the history`,
    })),
  );
}
