import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Snapshot } from '@fixpoint/contracts/sandbox-activities.ts';
import type { Intent } from '@fixpoint/contracts/tools.ts';
import type { BlobStore } from '@fixpoint/store/ports.ts';
import { quote } from './shell/quote.ts';
import { dropVanished, findChangedPaths } from './workspace/changed-paths.ts';
import { commitMessage } from './workspace/commit-message.ts';
import { commitSnapshot, type SnapshotPlan } from './workspace/commit-snapshot.ts';
import type { HelperShell } from './workspace/helper-shell.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface TakenSnapshot {
  /** The one before when nothing changed or nothing could be taken over. */
  readonly snapshot: Snapshot | null;
  /** Why nothing was taken over; null when it was. */
  readonly refusal: string | null;
  /** Files that were left out, one line each. */
  readonly skipped: readonly string[];
}

/**
 * Commits what changed in the work folder since the last snapshot; a submit is committed in any case, because the
 * commit carries its text.
 *
 * @throws FixpointError WORKSPACE_LOST and those of the store
 */
export async function takeSnapshot(
  workspace: Workspace,
  blobs: BlobStore,
  intents: readonly Intent[],
  signal: AbortSignal,
): Promise<TakenSnapshot> {
  const first = await tryToTake(workspace, blobs, intents, signal);
  if (first.refusal === null || first.refusal.kind === 'told') return told(first);
  await dropVanished(workspace.helper, signal);
  workspace.position.indexAhead = true;
  return told(await tryToTake(workspace, blobs, intents, signal));
}

interface Try {
  readonly snapshot: Snapshot | null;
  /** `git`: it may be one of the changes that git takes only once what vanished is out of its index. */
  readonly refusal: { readonly kind: 'told' | 'git'; readonly reason: string } | null;
  readonly skipped: readonly string[];
}

function told({ snapshot, refusal, skipped }: Try): TakenSnapshot {
  return { snapshot, refusal: refusal?.reason ?? null, skipped };
}

async function tryToTake(
  workspace: Workspace,
  blobs: BlobStore,
  intents: readonly Intent[],
  signal: AbortSignal,
): Promise<Try> {
  const { helper, position, spec } = workspace;
  const changes = await orReason(findChangedPaths(helper, signal));
  const reason = typeof changes === 'string' ? changes : changes.refusal;
  if (typeof changes === 'string' || reason !== null) {
    return { snapshot: position.snapshot, refusal: { kind: 'told', reason: reason ?? '' }, skipped: [] };
  }
  const submitted = intents.some((intent) => intent.kind === 'submit');
  const { accepted, skipped } = changes;
  if (accepted.length === 0 && !submitted && !position.indexAhead) {
    return { snapshot: position.snapshot, refusal: null, skipped };
  }
  const plan: SnapshotPlan = {
    baseSha: spec.baseSha,
    committedAt: workspace.baseCommittedAt,
    paths: accepted,
    message: commitMessage(spec.runId, intents),
    lastTree: position.snapshotTree,
    inAnyCase: submitted,
  };
  const committed = await orReason(commitSnapshot(helper, plan, signal));
  if (typeof committed === 'string') {
    return { snapshot: position.snapshot, refusal: { kind: 'git', reason: committed }, skipped };
  }
  position.indexAhead = false;
  if (committed.commit === null) return { snapshot: position.snapshot, refusal: null, skipped };
  const { sha, bundle } = committed.commit;
  position.snapshot = { sha, bundle: await blobs.put(bundle) };
  position.snapshotTree = committed.tree;
  return { snapshot: position.snapshot, refusal: null, skipped };
}

/** What git does not take is for the model to mend: its reason, in place of an error. */
async function orReason<T extends object>(work: Promise<T>): Promise<T | string> {
  try {
    return await work;
  } catch (cause) {
    if (!(cause instanceof FixpointError) || cause.code !== 'GIT_FAILED') throw cause;
    return cause.message.slice(-700);
  }
}

/** Which of the files are not in what was last taken over. */
export async function missingFromSnapshot(
  helper: HelperShell,
  files: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const listed = await helper.run(`git ls-files -z -- ${files.map(quote).join(' ')}`, { signal });
  const present = new Set(listed.toString().split('\0'));
  return files.filter((file) => !present.has(file));
}
