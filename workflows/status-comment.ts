import type { RunStatus } from '@fixpoint/contracts/forge-activities.ts';
import type { IssueRef } from '@fixpoint/contracts/ids.ts';
import { CancellationScope, log } from '@temporalio/workflow';
import { failureText } from './failure-text.ts';
import { forge } from './fleets.ts';

/**
 * The one status comment of a run. Edits run beside the work, one at a time; states that passed meanwhile are left out.
 * Nothing rests on it: when the forge refuses an edit, the next state is tried.
 */
export class StatusComment {
  private readonly issue: IssueRef;
  private readonly runId: string;
  private wanted: RunStatus | null = null;
  private writing: Promise<void> | null = null;

  constructor(issue: IssueRef, runId: string) {
    this.issue = issue;
    this.runId = runId;
  }

  show(status: RunStatus): void {
    this.wanted = status;
    if (!this.writing) this.writing = this.drain();
  }

  /** Resolves when the last state was written or refused. */
  async settled(): Promise<void> {
    while (this.writing) await this.writing;
  }

  private async drain(): Promise<void> {
    while (this.wanted) {
      const status = this.wanted;
      this.wanted = null;
      await this.write(status);
    }
    this.writing = null;
  }

  private async write(status: RunStatus): Promise<void> {
    const request = { issue: this.issue, runId: this.runId, status };
    try {
      // A stopped run still says so in its comment.
      await CancellationScope.nonCancellable(() =>
        forge(`Status comment: ${status.state}`).upsertStatus(request),
      );
    } catch (error) {
      log.warn('the status comment was not written', { state: status.state, reason: failureText(error) });
    }
  }
}
