import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { PreparedBase } from '@fixpoint/contracts/git-activities.ts';
import { type RepositoryRef, repositoryKey } from '@fixpoint/contracts/ids.ts';
import type { Mirror, Mirrors } from './mirrors.ts';
import type { GitPorts } from './ports.ts';
import { readBaseFiles } from './read-base-files.ts';
import { gitText, runGit } from './run-git.ts';

/**
 * Fetches the default branch and hands over its head: a bundle, the project's facts and its rules, made once per commit.
 *
 * @throws FixpointError GIT_EMPTY_REPOSITORY, GIT_*, STORE_UNAVAILABLE
 */
export async function prepareBase(
  ports: GitPorts,
  mirrors: Mirrors,
  repository: RepositoryRef,
  signal: AbortSignal,
): Promise<PreparedBase> {
  return await mirrors.use(repository, signal, async (mirror) => {
    const { defaultBranch, sha } = await readRemoteHead(mirror, signal);
    const key = `${repositoryKey(repository)}/${sha}`;
    const recorded = await ports.bases.find(key);
    if (recorded?.defaultBranch === defaultBranch) return recorded;
    await fetchBase(mirror, defaultBranch, sha, signal);
    const bundle = await runGit({
      gitDir: mirror.gitDir,
      args: ['bundle', 'create', '--quiet', '-', 'refs/fixpoint/base'],
      signal,
    });
    const prepared: PreparedBase = {
      defaultBranch,
      baseSha: sha,
      bundle: await ports.blobs.put(bundle),
      ...(await readBaseFiles(ports.blobs, mirror.gitDir, sha, signal)),
    };
    await ports.bases.insert(key, prepared);
    return prepared;
  });
}

async function readRemoteHead(
  { gitDir, url, remote }: Mirror,
  signal: AbortSignal,
): Promise<{ defaultBranch: string; sha: string }> {
  const answer = await gitText({
    gitDir,
    remote,
    args: ['ls-remote', '--symref', '--', url, 'HEAD'],
    signal,
  });
  const defaultBranch = /^ref: refs\/heads\/(\S+)\s+HEAD$/m.exec(answer)?.[1];
  const sha = /^([0-9a-f]{40,64})\s+HEAD$/m.exec(answer)?.[1];
  if (defaultBranch && sha) return { defaultBranch, sha };
  throw new FixpointError('GIT_EMPTY_REPOSITORY', '');
}

/** The commit itself is asked for, so that a push in between does not move the base. */
async function fetchBase(
  { gitDir, url, remote }: Mirror,
  branch: string,
  sha: string,
  signal: AbortSignal,
): Promise<void> {
  const refspec = `+refs/heads/${branch}:refs/fixpoint/fetched`;
  await runGit({
    gitDir,
    remote,
    args: ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--', url, refspec],
    signal,
  });
  await runGit({ gitDir, args: ['update-ref', 'refs/fixpoint/base', sha], signal });
}
