import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { PushBranchRequest } from '@fixpoint/contracts/git-activities.ts';
import { repositoryKey } from '@fixpoint/contracts/ids.ts';
import type { GitPorts } from './ports.ts';
import { gitText, runGit } from './run-git.ts';

/**
 * The mirror may have been made anew since the base was prepared, here or by another worker: then the base comes back
 * out of the bundle that was made of it.
 *
 * @throws FixpointError GIT_BUNDLE_REFUSED when this base was never prepared
 */
export async function ensureBase(
  ports: GitPorts,
  gitDir: string,
  { issue, baseSha }: PushBranchRequest,
  signal: AbortSignal,
): Promise<void> {
  const known = await gitText({
    gitDir,
    args: ['cat-file', '--batch-check'],
    input: Buffer.from(`${baseSha}\n`),
    signal,
  });
  if (known.startsWith(`${baseSha} commit`)) return;

  const prepared = await ports.bases.find(`${repositoryKey(issue.repository)}/${baseSha}`);
  if (prepared === null)
    throw new FixpointError('GIT_BUNDLE_REFUSED', `${baseSha} was never prepared as a base.`);
  const folder = await mkdtemp(join(ports.root, 'bundle-'));
  try {
    const file = join(folder, 'base.bundle');
    await writeFile(file, await ports.blobs.get(prepared.bundle));
    const refspec = '+refs/fixpoint/base:refs/fixpoint/base';
    const config = { 'protocol.file.allow': 'always' };
    await runGit({ gitDir, args: ['fetch', '--quiet', '--no-tags', file, refspec], config, signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
