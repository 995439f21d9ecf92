import type { BlobRef } from './blobs.ts';
import type { RepositoryRef } from './ids.ts';
import type { DeclaredTest, ProjectFacts } from './project.ts';
import type { Intent, ToolName } from './tools.ts';

/** A commit on the run's branch whose parent is the base; `bundle` is the thin bundle `base..sha`. */
export interface Snapshot {
  readonly sha: string;
  readonly bundle: BlobRef;
}

export interface SandboxLimits {
  readonly commandTimeoutMs: number;
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
}

/** All that is needed to open the workspace of an attempt on any host. */
export interface WorkspaceSpec {
  readonly runId: string;
  readonly attempt: number;
  readonly repository: RepositoryRef;
  readonly baseSha: string;
  readonly baseBundle: BlobRef;
  /** Files of an earlier attempt's snapshot that are laid over the base: the test that is still valid. */
  readonly carried: { readonly snapshot: Snapshot; readonly files: readonly string[] } | null;
  readonly limits: SandboxLimits;
}

export interface HoldWorkspaceRequest {
  readonly spec: WorkspaceSpec;
  /** Where to go on from: the last snapshot of this attempt, or null to open the base. */
  readonly snapshot: Snapshot | null;
}

/** The signal by which `holdWorkspace` says that the workspace is open, and on which host. */
export interface WorkspaceReady {
  readonly attempt: number;
  readonly hostQueue: string;
}

export interface ActRequest {
  readonly spec: WorkspaceSpec;
  readonly turn: number;
  /** The last snapshot before this turn: what is restored when the turn has to be done again. */
  readonly snapshot: Snapshot | null;
  /** JSON `AssistantTurn`. */
  readonly response: BlobRef;
}

export interface ActResult {
  /** JSON `ToolResult[]`, in the order of the calls. */
  readonly results: BlobRef;
  /** The last snapshot after this turn; the one before when nothing changed. */
  readonly snapshot: Snapshot | null;
  readonly shellRestarted: boolean;
  readonly calls: readonly {
    readonly toolUseId: string;
    readonly tool: ToolName | 'unknown';
    readonly isError: boolean;
    /** What was called, one line of at most 200 characters. */
    readonly summary: string;
    readonly durationMs: number;
  }[];
  readonly intents: readonly Intent[];
}

export interface RunChecksRequest {
  readonly spec: WorkspaceSpec;
  readonly head: Snapshot;
  readonly test: DeclaredTest;
  readonly facts: ProjectFacts;
  /** `red`: the test on the base plus its files. `green`: test, build and project tests on the head, and the gates. */
  readonly phase: 'red' | 'green';
}

/** How a test command ended, as its report says and not only its exit code. */
export type TestOutcome = 'passed' | 'failed-by-assertion' | 'failed-by-error' | 'not-run' | 'timed-out';

export interface CheckRun {
  readonly name: 'new test' | 'build' | 'project tests';
  readonly on: 'base' | 'head';
  readonly command: string;
  readonly exitCode: number | null;
  readonly outcome: TestOutcome;
  readonly durationMs: number;
  /** Head and tail, at most 2,000 characters. */
  readonly excerpt: string;
  readonly output: BlobRef;
}

export interface CheckReport {
  readonly phase: 'red' | 'green';
  readonly passed: boolean;
  /** Why not, and what to change, at most 500 characters; null when passed. */
  readonly reason: string | null;
  readonly runs: readonly CheckRun[];
  /** What the gates found: deleted, skipped or weakened tests, changed files that are off limits. */
  readonly findings: readonly string[];
}

/** Runs containers; holds no credential. */
export interface SandboxActivities {
  /** Opens the workspace, signals `workspaceReady`, and heartbeats until cancelled; then removes it. */
  holdWorkspace(request: HoldWorkspaceRequest): Promise<void>;
  /** The tool calls of one turn, recorded before it returns; asked again, it returns what was recorded. */
  act(request: ActRequest): Promise<ActResult>;
  /** Runs in fresh containers, with committed files only. A red test is a result, not a failure. */
  runChecks(request: RunChecksRequest): Promise<CheckReport>;
  /** Removes whatever is left of a workspace; doing it twice is fine. */
  discardWorkspace(request: { readonly runId: string; readonly attempt: number }): Promise<void>;
}
