import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { PushBranchRequest, PushedBranch } from '@fixpoint/contracts/git-activities.ts';
import { issueWorkflowId, repositoryKey } from '@fixpoint/contracts/ids.ts';
import { ensureBase } from './ensure-base.ts';
import type { Mirror, Mirrors } from './mirrors.ts';
import type { GitPorts } from './ports.ts';
import { receiveSnapshot } from './receive-snapshot.ts';
import { gitText, runGit } from './run-git.ts';

const MAX_CANDIDATES = 20;
const BRANCH_NAME = /^fix\/([1-9]\d*)-[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What a candidate name means: free, ours to move on from a known commit, already where it should be, or somebody else's. */
type Standing =
  | { readonly kind: 'free' }
  | { readonly kind: 'ours'; readonly sha: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'taken' };

/**
 * Pushes a run's head to a branch of its own. Pushing twice is pushing once; a name that somebody else uses is left alone.
 *
 * @throws FixpointError GIT_BRANCH_PROTECTED, GIT_BRANCH_TAKEN, GIT_BUNDLE_REFUSED, GIT_*
 */
export async function pushBranch(
  ports: GitPorts,
  mirrors: Mirrors,
  request: PushBranchRequest,
  signal: AbortSignal,
): Promise<PushedBranch> {
  demandOwnName(request);
  return await mirrors.use(request.issue.repository, signal, async (mirror) => {
    await ensureBase(ports, mirror.gitDir, request, signal);
    await receiveSnapshot(ports, mirror.gitDir, request, signal);
    const recorded = await ports.branches.find(request.runId);
    const names = candidates(request.branch);
    for (const branch of recorded ? new Set([recorded.branch, ...names]) : names) {
      const standing = await standingOf(ports, mirror, request, branch, signal);
      if (standing.kind === 'taken') continue;
      await ports.branches.insert(request.runId, { branch });
      if (standing.kind === 'done') return { branch, headSha: request.headSha, outcome: 'already-there' };
      await push(ports, mirror, request, branch, standing.kind === 'ours' ? standing.sha : '', signal);
      return { branch, headSha: request.headSha, outcome: 'pushed' };
    }
    throw new FixpointError(
      'GIT_BRANCH_TAKEN',
      `The last one tried was ${request.branch}-${MAX_CANDIDATES}.`,
    );
  });
}

/** Only names of our own making are ever pushed, so never the default branch or a protected one. */
function demandOwnName({ branch, defaultBranch, issue }: PushBranchRequest): void {
  if (BRANCH_NAME.exec(branch)?.[1] === String(issue.number) && branch !== defaultBranch) return;
  throw new FixpointError(
    'GIT_BRANCH_PROTECTED',
    `${branch} is not a name for a fix of issue ${issue.number}.`,
  );
}

function candidates(branch: string): readonly string[] {
  return Array.from({ length: MAX_CANDIDATES }, (_, index) =>
    index === 0 ? branch : `${branch}-${index + 1}`,
  );
}

async function standingOf(
  ports: GitPorts,
  { gitDir, url, remote }: Mirror,
  request: PushBranchRequest,
  branch: string,
  signal: AbortSignal,
): Promise<Standing> {
  if (branch === request.defaultBranch) return { kind: 'taken' };
  const answer = await gitText({
    gitDir,
    remote,
    args: ['ls-remote', '--', url, `refs/heads/${branch}`],
    signal,
  });
  const sha = answer.split(/\s/)[0];
  if (!sha) return { kind: 'free' };
  if (sha === request.headSha) return { kind: 'done' };
  const pushed = await ports.pushes.find(pushKey(request, branch, sha));
  return pushed?.issueKey === issueWorkflowId(request.issue) ? { kind: 'ours', sha } : { kind: 'taken' };
}

/** Recorded before the push, so that after a crash in between the branch is known to be ours. */
async function push(
  ports: GitPorts,
  { gitDir, url, remote }: Mirror,
  request: PushBranchRequest,
  branch: string,
  expectedSha: string,
  signal: AbortSignal,
): Promise<void> {
  const { headSha, issue } = request;
  await ports.pushes.insert(pushKey(request, branch, headSha), { issueKey: issueWorkflowId(issue) });
  const ref = `refs/heads/${branch}`;
  // An empty expectation means that the branch must not exist yet.
  const lease = `--force-with-lease=${ref}:${expectedSha}`;
  await runGit({ gitDir, remote, args: ['push', '--quiet', lease, '--', url, `${headSha}:${ref}`], signal });
}

function pushKey({ issue }: PushBranchRequest, branch: string, sha: string): string {
  return `${repositoryKey(issue.repository)}/${branch}/${sha}`;
}
