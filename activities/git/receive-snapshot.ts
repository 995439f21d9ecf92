import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { PushBranchRequest } from '@fixpoint/contracts/git-activities.ts';
import type { GitPorts } from './ports.ts';
import { gitText, runGit } from './run-git.ts';

const GITLINK_MODE = '160000';

/**
 * Takes a snapshot's objects into the mirror, checked as objects from a stranger: sound, and one line of commits that
 * begins at the base.
 *
 * @throws FixpointError GIT_BUNDLE_REFUSED
 */
export async function receiveSnapshot(
  ports: GitPorts,
  gitDir: string,
  { bundle, baseSha, headSha, runId }: PushBranchRequest,
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(ports.root, 'bundle-'));
  try {
    const file = join(folder, 'snapshot.bundle');
    await writeFile(file, await ports.blobs.get(bundle));
    const ref = `refs/fixpoint/received/${runId}`;
    await runGit({
      gitDir,
      args: [
        'fetch',
        '--quiet',
        '--no-tags',
        '--no-write-fetch-head',
        file,
        `+refs/fixpoint/snapshot:${ref}`,
      ],
      config: { 'protocol.file.allow': 'always' },
      signal,
    });
    const received = await gitText({ gitDir, args: ['rev-parse', ref], signal });
    if (received !== headSha) throw refused('It holds another head than it should.');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await demandDescent(gitDir, baseSha, headSha, signal);
  await demandNoGitlinks(gitDir, baseSha, headSha, signal);
}

/** Every commit between base and head has one parent, and the first of them has the base. */
async function demandDescent(
  gitDir: string,
  baseSha: string,
  headSha: string,
  signal: AbortSignal,
): Promise<void> {
  const listing = await gitText({
    gitDir,
    args: ['rev-list', '--topo-order', '--parents', headSha, `^${baseSha}`],
    signal,
  });
  let expected = headSha;
  for (const line of listing.split('\n').filter(Boolean)) {
    const [commit, parent, ...others] = line.split(' ');
    if (commit !== expected || !parent || others.length > 0) throw refused('It is not one line of commits.');
    expected = parent;
  }
  if (expected !== baseSha || headSha === baseSha) throw refused('It does not begin at the base.');
}

async function demandNoGitlinks(
  gitDir: string,
  baseSha: string,
  headSha: string,
  signal: AbortSignal,
): Promise<void> {
  const changes = await gitText({
    gitDir,
    args: ['diff-tree', '-r', '-z', '--raw', baseSha, headSha],
    signal,
  });
  const touches = changes
    .split('\0')
    .some((entry) => entry.startsWith(':') && entry.slice(0, 15).includes(GITLINK_MODE));
  if (touches) throw refused('It changes a submodule.');
}

function refused(detail: string): FixpointError {
  return new FixpointError('GIT_BUNDLE_REFUSED', detail);
}
