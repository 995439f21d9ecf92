import type { BlobRef } from './blobs.ts';
import type { IssueRef, RepositoryRef } from './ids.ts';
import type { ProjectFacts } from './project.ts';

/** The commit that a run starts from, and everything about it that other fleets need. */
export interface PreparedBase {
  readonly defaultBranch: string;
  readonly baseSha: string;
  /** A git bundle whose only ref is `refs/fixpoint/base`; made once per base commit. */
  readonly bundle: BlobRef;
  readonly facts: ProjectFacts;
  /** JSON `RulesFile[]` from the base commit, or null when the repository has none. */
  readonly rules: BlobRef | null;
}

/** `rules.ai.txt`, AGENTS.md and their like, as they stand in the base commit. */
export interface RulesFile {
  readonly path: string;
  readonly text: string;
}

export interface PushBranchRequest {
  readonly issue: IssueRef;
  readonly runId: string;
  readonly defaultBranch: string;
  /** The wanted name, `fix/<issue>-<short-desc>`; on a collision `-2`, `-3` … is appended. */
  readonly branch: string;
  readonly baseSha: string;
  readonly headSha: string;
  /** A thin bundle `base..head`, whose only ref is `refs/fixpoint/snapshot`. */
  readonly bundle: BlobRef;
}

export interface PushedBranch {
  readonly branch: string;
  readonly headSha: string;
  readonly outcome: 'pushed' | 'already-there';
}

/** Holds the forge's git credential; executes nothing from a repository. */
export interface GitActivities {
  prepareBase(request: { readonly repository: RepositoryRef; readonly runId: string }): Promise<PreparedBase>;
  pushBranch(request: PushBranchRequest): Promise<PushedBranch>;
}
