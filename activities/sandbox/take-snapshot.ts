import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Snapshot } from '@fixpoint/contracts/sandbox-activities.ts';
import type { Intent } from '@fixpoint/contracts/tools.ts';
import type { BlobStore } from '@fixpoint/store/ports.ts';
import { quote } from './shell/quote.ts';
import { findChangedPaths } from './workspace/changed-paths.ts';
import { commitMessage } from './workspace/commit-message.ts';
import { commitSnapshot } from './workspace/commit-snapshot.ts';
import type { HelperShell } from './workspace/helper-shell.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface TakenSnapshot {
  /** The one before when nothing changed or nothing could be taken over. */
  readonly snapshot: Snapshot | null;
  /** Why nothing was taken over; null when it was. */
  readonly refusal: string | null;
  /** Files that were left out, one line each, when they are left out for the first time. */
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
  const { helper, position, spec } = workspace;
  const changes = await findChangedPaths(helper, signal);
  if (changes.refusal !== null) return { snapshot: position.snapshot, refusal: changes.refusal, skipped: [] };
  const skipped = changes.skipped.filter((line) => !position.skippedTold.has(line));
  for (const line of skipped) position.skippedTold.add(line);
  const submitted = intents.some((intent) => intent.kind === 'submit');
  if (changes.accepted.length === 0 && !submitted && !position.carriedPending) {
    return { snapshot: position.snapshot, refusal: null, skipped };
  }
  try {
    const { tree, commit } = await commitSnapshot(
      helper,
      {
        baseSha: spec.baseSha,
        committedAt: workspace.baseCommittedAt,
        paths: changes.accepted,
        message: commitMessage(spec.runId, intents),
        unlessTree: submitted ? null : position.snapshotTree,
      },
      signal,
    );
    position.carriedPending = false;
    if (commit === null) return { snapshot: position.snapshot, refusal: null, skipped };
    position.snapshot = { sha: commit.sha, bundle: await blobs.put(commit.bundle) };
    position.snapshotTree = tree;
    return { snapshot: position.snapshot, refusal: null, skipped };
  } catch (cause) {
    if (!(cause instanceof FixpointError) || cause.code !== 'SNAPSHOT_REFUSED') throw cause;
    return { snapshot: position.snapshot, refusal: cause.message, skipped };
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
