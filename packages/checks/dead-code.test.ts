import { execFileSync } from 'node:child_process';
import { readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { treeOf, writeTree } from './testing/write-tree.ts';
import { checkDeadCode } from './tool-checks.ts';
import { CHECKOUT } from './tools.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const manifest = (name: string, dependencies: Record<string, string>) =>
  JSON.stringify({ name, private: true, type: 'module', exports: { './*': './*' }, dependencies });

let root: string;
let output: string;

beforeAll(async () => {
  root = await writeTree(
    treeOf({
      'package.json': JSON.stringify({
        name: 'tree',
        private: true,
        type: 'module',
        workspaces: ['packages/*', 'services/*'],
      }),
      'pnpm-workspace.yaml': 'packages: [packages/*, services/*]\n',
      'knip.json': await readFile(join(CHECKOUT, 'knip.json'), 'utf8'),
      'packages/store/package.json': manifest('@fixpoint/store', { zod: '4' }),
      'packages/store/used.ts': 'export const used = 1;\nexport const usedByNobody = 2;\n',
      'packages/store/imported-by-nobody.ts': 'export const lonely = 1;\n',
      'services/ingress/package.json': manifest('@fixpoint/ingress', { '@fixpoint/store': 'workspace:*' }),
      'services/ingress/main.ts': "import { used } from '@fixpoint/store/used.ts';\nconsole.log(used);\n",
    }),
  );
  await symlink(join(CHECKOUT, 'node_modules/zod'), join(root, 'node_modules/zod'));
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  const result = await checkDeadCode(root);
  expect(result.ok).toBe(false);
  output = result.output;
});
afterAll(() => rm(root, { recursive: true }));

it.each(['packages/store/imported-by-nobody.ts', 'usedByNobody', 'zod'])(
  'finds what nobody uses: %s',
  (dead) => {
    expect(output).toContain(dead);
  },
);

it('leaves alone what is used', () => {
  expect(output).not.toMatch(/\bused\b(?!\.ts)/);
  expect(output).not.toContain('services/ingress');
});
