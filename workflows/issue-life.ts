import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { Command, Fact, IssueInput } from '@fixpoint/contracts/commands.ts';
import { makeRunId } from '@fixpoint/contracts/ids.ts';
import type { CarriedIssue, IssueView, IssueWorkflowInput } from '@fixpoint/contracts/workflows.ts';
import { ActivityFailure } from '@temporalio/common';
import { condition, isCancellation } from '@temporalio/workflow';
import { block } from './block.ts';
import { acknowledge, comment, courtesy } from './courtesy.ts';
import { failureText } from './failure-text.ts';
import { forge } from './fleets.ts';
import type { Inbox } from './inbox.ts';
import { IssueRecord } from './issue-record.ts';
import { runUntilEnded } from './run-until-ended.ts';

/** A merge closes the issue as well, and the two facts may arrive in either order. */
const MERGE_FOLLOWS_CLOSE_MS = 15_000;

/** Decides what each input means in the state that the issue is in. */
export class IssueLife {
  readonly record: IssueRecord;
  isOver = false;
  private readonly input: IssueWorkflowInput;
  private readonly inbox: Inbox;
  /** A command from somebody without write access, which waits for `/ai go`. */
  private awaitingGo: IssueInput | null;

  constructor(input: IssueWorkflowInput, inbox: Inbox) {
    this.input = input;
    this.inbox = inbox;
    this.record = new IssueRecord(input);
    this.awaitingGo = input.carried?.awaitingGo ?? null;
  }

  get view(): IssueView {
    return this.record.view;
  }

  carry(): CarriedIssue {
    return this.record.carry(this.awaitingGo);
  }

  /** An input that was accepted. */
  async take(input: IssueInput): Promise<void> {
    if (input.content.kind === 'command') await acknowledge(this.record, input.content.command);
    try {
      await this.takeAccepted(input);
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      await block(this.record, input.key, failureText(error), []);
    }
  }

  /** Somebody cancelled the workflow itself, for instance in the Temporal UI. */
  async cancelled(): Promise<void> {
    this.record.enter('stopped', { reason: 'The workflow was cancelled.' });
    await this.record.settled();
  }

  /** Nothing can be recorded any more: people see why, where that is still possible. */
  async failed(error: unknown): Promise<void> {
    this.record.enter('blocked', { reason: failureText(error) });
    await this.record.shown();
  }

  private async takeAccepted(input: IssueInput): Promise<void> {
    const { content } = input;
    if (content.kind === 'fact') return await this.takeFact(content.fact);
    await this.takeCommand(input, content.command);
  }

  private async takeCommand(input: IssueInput, command: Command): Promise<void> {
    switch (command.verb) {
      case 'solve':
        if (await this.mayWrite(command)) return await this.run(command);
        return await this.waitForGo(input, command);
      case 'go':
        if (await this.mayWrite(command)) return await this.run(this.awaitedCommand() ?? command);
        return await this.waitForGo(this.awaitingGo ?? input, command);
      case 'stop':
        return await this.stopIdle(input, command);
      case 'help':
        return await comment(this.record, `help/${input.key}`, { kind: 'help' });
      default:
        return assertNever(command.verb);
    }
  }

  private async run(command: Command): Promise<void> {
    this.awaitingGo = null;
    this.record.runs += 1;
    const runId = makeRunId(this.record.ledger.chain.firstExecutionRunId, this.record.runs);
    // Somebody asks anew, also of an issue that was over a moment ago.
    this.isOver = false;
    const { record, inbox, input } = this;
    const left = await runUntilEnded({ record, inbox, input, command, runId });
    if (left) await this.takeAccepted(left);
  }

  private async waitForGo(input: IssueInput, command: Command): Promise<void> {
    this.awaitingGo = input;
    const { login } = command.author;
    if (this.nothingStands) {
      this.record.enter('queued', { reason: `${login} has no write access; it waits for /ai go.` });
    }
    await comment(this.record, `needs-go/${input.key}`, { kind: 'needs-go', author: login });
  }

  /** Nothing runs: a waiting command is dropped, which its author and whoever may write can ask for. */
  private async stopIdle(input: IssueInput, command: Command): Promise<void> {
    const awaited = this.awaitedCommand();
    const isAuthor = awaited?.author.id === command.author.id;
    if (!awaited || !(isAuthor || (await this.mayWrite(command)))) {
      return await comment(this.record, `nothing-to-stop/${input.key}`, { kind: 'nothing-to-stop' });
    }
    this.awaitingGo = null;
    const by = command.author.login;
    if (this.nothingStands) this.record.enter('stopped', { reason: `Stopped by ${by}.` });
    await comment(this.record, `stopped/${input.key}`, { kind: 'stopped', by });
  }

  private async takeFact(fact: Fact): Promise<void> {
    // What a merge closes is told as well, before it or after.
    if (this.isOver && this.view.state === 'merged') return;
    switch (fact.kind) {
      case 'proposal-merged':
        return await this.over('merged', `Merged by ${fact.by}.`);
      case 'proposal-closed':
        // A further run opened another one since.
        if (fact.proposalNumber !== this.view.proposal?.number) return;
        return await this.over('closed', `The proposal was closed by ${fact.by}.`);
      case 'issue-closed':
        if (this.view.proposal && (await this.mergeFollows())) return;
        return await this.over('closed', `The issue was closed by ${fact.by}.`);
      default:
        return assertNever(fact);
    }
  }

  /** The merge is then the next input, and says what became of the issue. */
  private async mergeFollows(): Promise<boolean> {
    return await condition(() => this.inbox.hasFact('proposal-merged'), MERGE_FOLLOWS_CLOSE_MS);
  }

  private async over(state: 'merged' | 'closed', reason: string): Promise<void> {
    this.awaitingGo = null;
    this.isOver = true;
    this.record.enter(state, { reason });
    if (this.record.labelled) await courtesy(this.record, 'label', () => this.record.setBlockedLabel(false));
  }

  /** Nothing of an earlier run is there for people to look at or to answer. */
  private get nothingStands(): boolean {
    return this.view.state === 'queued' || this.view.state === 'stopped';
  }

  private awaitedCommand(): Command | null {
    return this.awaitingGo?.content.kind === 'command' ? this.awaitingGo.content.command : null;
  }

  private async mayWrite({ author }: Command): Promise<boolean> {
    const request = { repository: this.input.issue.repository, login: author.login };
    return (await forge(`Permission of ${author.login}`).readPermission(request)).canWrite;
  }
}
