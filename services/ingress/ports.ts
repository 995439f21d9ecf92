import type { IssueInput } from '@fixpoint/contracts/commands.ts';
import type { IssueRef, RepositoryRef } from '@fixpoint/contracts/ids.ts';
import type { ProposalRecord } from '@fixpoint/store/ports.ts';

/** How inputs reach the workflow of an issue. */
export interface IssueSignals {
  /**
   * Starts the issue's workflow when none runs, and signals it. Resolves once Temporal has both durably.
   *
   * @throws FixpointError TEMPORAL_UNAVAILABLE
   */
  command(issue: IssueRef, input: IssueInput): Promise<void>;
  /**
   * Signals a workflow that runs, and never starts one.
   *
   * @throws FixpointError TEMPORAL_UNAVAILABLE
   */
  fact(workflowId: string, input: IssueInput): Promise<'delivered' | 'not-running'>;
}

/** Which repositories somebody registered. */
export interface RepositoryRegistry {
  /** @throws FixpointError STORE_UNAVAILABLE */
  isRegistered(repository: RepositoryRef): Promise<boolean>;
}

/** Which workflow a proposal belongs to, by `proposalKey`. */
export interface ProposalIndex {
  /** @throws FixpointError STORE_UNAVAILABLE */
  find(key: string): Promise<ProposalRecord | null>;
}
