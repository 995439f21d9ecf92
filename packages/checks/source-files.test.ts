import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTree } from './source-files.ts';
import { treeOf, writeTree } from './testing/write-tree.ts';

it('reads what git would track, and no binary', async () => {
  const root = await writeTree(
    treeOf({ '.gitignore': 'node_modules/\nignored.ts\n', 'a.ts': 'a', 'ignored.ts': 'b', 'gone.ts': 'c' }),
  );
  await writeFile(join(root, 'picture.png'), Buffer.from([1, 0, 2]));
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root });
  git('init', '--quiet');
  git('add', 'gone.ts');
  await rm(join(root, 'gone.ts'));

  const tree = await readTree(root);

  expect(tree.map(({ path }) => path).toSorted()).toEqual(['.gitignore', 'a.ts']);
  await rm(root, { recursive: true });
});
