import type { Snapshot, WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import type { AgentContainer } from './agent-container.ts';
import type { HelperShell } from './helper-shell.ts';

/** Where a workspace stands: which snapshot its files come from, and which turns have touched it. */
export interface WorkspacePosition {
  snapshot: Snapshot | null;
  /** The tree of the last snapshot, or of the base: no other commit is made for the same. */
  snapshotTree: string;
  lastTurnBegun: number;
  /** Whether the index holds what is in no snapshot yet, such as the carried files of an earlier attempt. */
  indexAhead: boolean;
  /** Told to the model once each. */
  readonly skippedTold: Set<string>;
}

/** An open workspace: the helper with the mirror, and the agent's container, on one work volume. */
export interface Workspace {
  readonly spec: WorkspaceSpec;
  readonly helper: HelperShell;
  readonly agent: AgentContainer;
  /** Seconds since 1970. */
  readonly baseCommittedAt: number;
  readonly position: WorkspacePosition;
}
