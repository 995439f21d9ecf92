import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { PushBranchRequest } from '@fixpoint/contracts/git-activities.ts';
import type { GitPorts } from './ports.ts';
import { gitText, runGit } from './run-git.ts';

const GITLINK_MODE = '160000';
const MAX_COMMITS = 1_000;

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
  const ref = `refs/fixpoint/received/${runId}`;
  try {
    const file = join(folder, 'snapshot.bundle');
    await writeFile(file, await ports.blobs.get(bundle));
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
      failure: 'GIT_BUNDLE_REFUSED',
      signal,
    });
    const received = await gitText({ gitDir, args: ['rev-parse', ref], signal });
    if (received !== headSha) throw refused('It holds another head than it should.');
    const commits = await demandDescent(gitDir, baseSha, headSha, signal);
    await demandSoundObjects({ gitDir, folder }, commits, signal);
    await demandNoSubmodules(gitDir, commits, signal);
  } finally {
    // The commits are pushed by their SHA; without a ref, nothing that was refused can be reached from here.
    await runGit({ gitDir, args: ['update-ref', '-d', ref], signal }).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every commit between base and head has one parent, and the first of them has the base. */
async function demandDescent(
  gitDir: string,
  baseSha: string,
  headSha: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const listing = await gitText({
    gitDir,
    args: ['rev-list', '--topo-order', '--parents', `--max-count=${MAX_COMMITS + 1}`, headSha, `^${baseSha}`],
    failure: 'GIT_BUNDLE_REFUSED',
    signal,
  });
  const commits: string[] = [];
  let expected = headSha;
  for (const line of listing.split('\n').filter(Boolean)) {
    const [commit, parent, ...others] = line.split(' ');
    if (commit !== expected || !parent || others.length > 0) throw refused('It is not one line of commits.');
    commits.push(commit);
    expected = parent;
  }
  if (expected !== baseSha || headSha === baseSha) throw refused('It does not begin at the base.');
  return commits;
}

/** Not every version of git checks the objects of a bundle while it fetches them, so they are checked here. */
async function demandSoundObjects(
  { gitDir, folder }: { readonly gitDir: string; readonly folder: string },
  commits: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const call = { gitDir, signal, failure: 'GIT_BUNDLE_REFUSED' } as const;
  const objects = await runGit({
    ...call,
    args: ['rev-list', '--objects', commits[0] ?? '', `^${commits.at(-1)}^`],
  });
  const pack = join(folder, 'snapshot.pack');
  await writeFile(
    pack,
    await runGit({ ...call, args: ['pack-objects', '--quiet', '--stdout'], input: objects }),
  );
  await runGit({ ...call, args: ['index-pack', '--strict', pack] });
}

/** In every commit, not only between the ends: all of them are pushed. */
async function demandNoSubmodules(
  gitDir: string,
  commits: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const changes = await runGit({
    gitDir,
    args: ['diff-tree', '--stdin', '-r', '-z', '--raw', '--no-renames', '--no-commit-id'],
    input: Buffer.from(`${commits.join('\n')}\n`),
    failure: 'GIT_BUNDLE_REFUSED',
    signal,
  });
  const fields = changes.toString('utf8').split('\0');
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const isGitlink = (fields[index] ?? '').slice(0, 15).includes(GITLINK_MODE);
    if (isGitlink || basename(fields[index + 1] ?? '') === '.gitmodules')
      throw refused('It changes a submodule.');
  }
}

function refused(detail: string): FixpointError {
  return new FixpointError('GIT_BUNDLE_REFUSED', detail);
}
