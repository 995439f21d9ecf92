import { expect, it } from 'vitest';
import { checkEnvironmentReads } from './environment-reads.ts';
import { treeOf } from './testing/write-tree.ts';

it.each([
  'const a = process.env.HOME;',
  'const a = process.env;',
  "const a = process['env'].HOME;",
  'const a = globalThis.process.env;',
  'const { env } = process;',
  'const { env: all } = process;',
  "import { env } from 'node:process';",
  "import { env as all } from 'process';",
  'function f(environment = process.env) { return environment; }',
])('refuses %s', async (source) => {
  const result = await checkEnvironmentReads(
    treeOf({ 'packages/store/connect.ts': `// first line, ä\n${source}` }),
  );

  expect(result.ok).toBe(false);
  expect(result.output).toContain('packages/store/connect.ts:2: reads the environment');
});

it.each([
  ['packages/store/connect.ts', 'const { env } = container; const b = container.env;'],
  ['packages/store/connect.ts', "const text = 'process.env'; // process.env"],
  ['packages/store/connect.ts', "import { execPath } from 'node:process';"],
  ['packages/store/connect.test.ts', 'const a = process.env.HOME;'],
])('lets %s have %s', async (path, source) => {
  const result = await checkEnvironmentReads(treeOf({ [path]: source, 'packages/store/other.ts': '' }));

  expect(result.ok).toBe(true);
});

it('lets packages/config read it, but passes nothing when there is nothing else', async () => {
  const reads = { 'packages/config/service.ts': 'const a = process.env.HOME;' };

  expect((await checkEnvironmentReads(treeOf({ ...reads, 'packages/store/a.ts': '' }))).ok).toBe(true);
  expect((await checkEnvironmentReads(treeOf(reads))).ok).toBe(false);
});
