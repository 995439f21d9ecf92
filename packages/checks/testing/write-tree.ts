import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceFile } from '../source-files.ts';

/** Writes files, and links packages as a workspace does; gives back the folder, which the caller removes. */
export async function writeTree(tree: readonly SourceFile[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'fixpoint-checks-'));
  for (const { path, text } of tree) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const folders = tree.flatMap(
    ({ path }) => /^(?:packages|activities|services)\/[^/]+/.exec(path)?.[0] ?? [],
  );
  await mkdir(join(root, 'node_modules/@fixpoint'), { recursive: true });
  for (const folder of new Set(folders)) {
    const name = folder.replace(/^(?:packages|services)\//, '').replace('activities/', 'activities-');
    await symlink(`../../${folder}`, join(root, 'node_modules/@fixpoint', name));
  }
  return root;
}

export function treeOf(files: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}
