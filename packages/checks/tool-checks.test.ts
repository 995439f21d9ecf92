import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { treeOf, writeTree } from './testing/write-tree.ts';
import { checkLint, checkTypes } from './tool-checks.ts';
import { CHECKOUT } from './tools.ts';

vi.setConfig({ testTimeout: 60_000 });

async function inTree<T>(source: string, check: (root: string) => Promise<T>): Promise<T> {
  const ours = (name: string) => readFile(join(CHECKOUT, name), 'utf8');
  const tsconfig = JSON.parse(await ours('tsconfig.json'));
  const compilerOptions = { ...tsconfig.compilerOptions, types: [] };
  const root = await writeTree(
    treeOf({
      'package.json': '{ "type": "module" }\n',
      'tsconfig.json': JSON.stringify({ ...tsconfig, compilerOptions }),
      'biome.json': await ours('biome.json'),
      '.gitignore': '*.json\nnode_modules/\n',
      'packages/store/chain.ts': source,
    }),
  );
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  try {
    return await check(root);
  } finally {
    await rm(root, { recursive: true });
  }
}

it.each([
  ["export const length: number = 'long';\n", false],
  ['export enum Colour {\n  red,\n}\n', false],
  ['const lengths: number[] = [];\nexport const first: number = lengths[0];\n', false],
  ['export const length: number = 1;\n', true],
])('checks types: %j', async (source, ok) => {
  expect((await inTree(source, checkTypes)).ok).toBe(ok);
});

it.each([
  ['export const length: any = 1;\n', false],
  ['export const length  =  1\n', false],
  ["import { readFileSync } from 'fs';\n\nexport const read = readFileSync;\n", false],
  ['export const length = 1;\n', true],
])('checks lint and format: %j', async (source, ok) => {
  expect((await inTree(source, checkLint)).ok).toBe(ok);
});
