import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { LocalPaths } from '../paths.ts';
import { sourceHash } from './source-hash.ts';

/** All that the bundle can be made of. */
const SOURCES = ['workflows', 'packages/contracts', 'packages/proof', 'services/orchestrator'];
const BUILD_TIMEOUT_MS = 60_000;

/**
 * The workflow bundle of the sources as they stand, built once per content. The bundler runs in a process of its own, because
 * it would double the memory of the orchestrator.
 */
export async function ensureWorkflowBundle(paths: LocalPaths): Promise<string> {
  const folder = join(paths.cache, 'workflow-bundles');
  const file = join(folder, `${sourceHash(paths.root, SOURCES)}.js`);
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
