import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { LocalPaths } from '../paths.ts';

/** All that the bundle can be made of. */
const SOURCES = [
  'workflows',
  'packages/contracts',
  'packages/proof',
  'services/orchestrator',
  'pnpm-lock.yaml',
];
const BUILD_TIMEOUT_MS = 60_000;

/**
 * The workflow bundle of the sources as they stand, built once per content. The bundler runs in a process of its own, because
 * it would double the memory of the orchestrator.
 */
export async function ensureWorkflowBundle(paths: LocalPaths): Promise<string> {
  const folder = join(paths.cache, 'workflow-bundles');
  const file = join(folder, `${contentHash(paths.root)}.js`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const partial = `${file}.${process.pid}`;
  await execa(process.execPath, ['services/orchestrator/bundle.ts', partial], {
    cwd: paths.root,
    timeout: BUILD_TIMEOUT_MS,
  });
  renameSync(partial, file);
  return file;
}

function contentHash(root: string): string {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const path of sourceFiles(root, source)) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex').slice(0, 16);
}

function sourceFiles(root: string, source: string): string[] {
  if (source.endsWith('.yaml')) return [source];
  return readdirSync(join(root, source))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(source, name));
}
