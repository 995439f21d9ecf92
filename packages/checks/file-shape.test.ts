import { expect, it } from 'vitest';
import { checkFileShape } from './file-shape.ts';
import { treeOf } from './testing/write-tree.ts';

it.each([
  ['packages/store/readChain.ts', 'kebab-case'],
  ['packages/store/read_chain.ts', 'kebab-case'],
  ['packages/Store/read-chain.ts', 'kebab-case'],
  ['packages/store/utils.ts', '"utils"'],
  ['packages/store/docker-helpers.ts', '"helpers"'],
  ['packages/common/read-chain.ts', '"common"'],
  ['packages/store/chain-manager.test.ts', '"manager"'],
])('refuses %s', (path, reason) => {
  const result = checkFileShape(treeOf({ [path]: 'export {};\n' }));

  expect(result.ok).toBe(false);
  expect(result.output).toContain(reason);
});

it('refuses a file of 401 lines and takes one of 400', () => {
  const lines = (count: number) => checkFileShape(treeOf({ 'a/b.ts': 'const a = 1;\n'.repeat(count) })).ok;

  expect([lines(400), lines(401)]).toEqual([true, false]);
});

it.each([
  'a/read-chain.ts',
  'a/ledger.stack.test.ts',
  'vitest.config.ts',
  '.dependency-cruiser.mjs',
  'a/commonmark.ts',
])('takes %s', (path) => {
  expect(checkFileShape(treeOf({ [path]: 'export {};\n' }))).toEqual({
    name: 'files',
    ok: true,
    output: '1 files',
  });
});
