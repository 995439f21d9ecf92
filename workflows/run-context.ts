import type { Command } from '@fixpoint/contracts/commands.ts';
import type { IssueWorkflowInput } from '@fixpoint/contracts/workflows.ts';
import type { Inbox } from './inbox.ts';
import type { IssueRecord } from './issue-record.ts';

/** What every step of one run is given. */
export interface RunContext {
  readonly record: IssueRecord;
  readonly inbox: Inbox;
  readonly input: IssueWorkflowInput;
  readonly command: Command;
  readonly runId: string;
}
