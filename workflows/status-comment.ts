import type { RunStatus } from '@fixpoint/contracts/forge-activities.ts';
import type { IssueRef } from '@fixpoint/contracts/ids.ts';
import { CancellationScope } from '@temporalio/workflow';
import { forge } from './fleets.ts';

/** The one status comment of a run. Edits run beside the work, one at a time; states that passed meanwhile are left out. */
export class StatusComment {
  private readonly issue: IssueRef;
  private readonly runId: string;
  private wanted: RunStatus | null = null;
  private writing: Promise<void> | null = null;
  private failure: unknown = null;

  constructor(issue: IssueRef, runId: string) {
    this.issue = issue;
    this.runId = runId;
  }

  show(status: RunStatus): void {
    this.wanted = status;
    if (!this.writing) this.writing = this.drain();
  }

  /** Resolves when the comment shows the last state; throws what the forge refused. */
  async settled(): Promise<void> {
    while (this.writing) await this.writing;
    if (this.failure) throw this.failure;
  }

  private async drain(): Promise<void> {
    try {
      while (this.wanted && !this.failure) {
        const status = this.wanted;
        this.wanted = null;
        const request = { issue: this.issue, runId: this.runId, status };
        // A stopped run still says so in its comment.
        await CancellationScope.nonCancellable(() =>
          forge(`Status comment: ${status.state}`).upsertStatus(request),
        );
      }
    } catch (error) {
      this.failure = error;
    } finally {
      this.writing = null;
    }
  }
}
