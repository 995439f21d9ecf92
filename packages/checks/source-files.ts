import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

export interface SourceFile {
  /** Relative to the root of the tree, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const LIST_TIMEOUT_MS = 30_000;

/** Every file of the tree that git tracks or would track; binary ones are left out. */
export async function readTree(root: string): Promise<readonly SourceFile[]> {
  const { exitCode, stdout, stderr } = await runTool({
    file: 'git',
    args: ['ls-files', '--cached', '--others', '--exclude-standard', '-z'],
    cwd: root,
    timeoutMs: LIST_TIMEOUT_MS,
  });
  if (exitCode !== 0) throw new Error(`git ls-files failed in ${root}: ${stderr.trim()}`);
  const paths = [...new Set(stdout.split('\0').filter((path) => path !== ''))];
  const files = await Promise.all(paths.map((path) => readText(root, path)));
  return files.filter((file) => file !== null);
}

/** Our own TypeScript and JavaScript, without what is only data for tests. */
export function codeOf(tree: readonly SourceFile[]): readonly SourceFile[] {
  return tree.filter(({ path }) => /\.(?:ts|mts|mjs|js)$/.test(path) && !path.startsWith('test/fixtures/'));
}

/** Tests, and what only they use. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/') || path.includes('/testing/');
}

async function readText(root: string, path: string): Promise<SourceFile | null> {
  try {
    const text = await readFile(join(root, path), 'utf8');
    return text.includes('\0') ? null : { path, text };
  } catch (error) {
    // Deleted but not yet committed, or a link to a folder.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return null;
    throw error;
  }
}
