import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { Command, Fact, IssueInput } from '@fixpoint/contracts/commands.ts';
import { makeRunId } from '@fixpoint/contracts/ids.ts';
import type {
  AttemptProgress,
  CarriedIssue,
  IssueView,
  IssueWorkflowInput,
} from '@fixpoint/contracts/workflows.ts';
import { condition } from '@temporalio/workflow';
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
    return { ...this.record.view, droppedInputs: this.inbox.dropped };
  }

  carry(): CarriedIssue {
    return this.record.carry(this.awaitingGo);
  }

  progressed({ attempt, state, turns, costUsd }: AttemptProgress): void {
    const { view } = this.record;
    if (view.runId === null || attempt !== view.attempt) return;
    this.record.enter(state, {
      turns: this.record.turnsBefore + turns,
      costUsd: this.record.costBeforeUsd + costUsd,
    });
  }

  async take(input: IssueInput): Promise<void> {
    const { content } = input;
    if (content.kind === 'fact') return await this.takeFact(content.fact);
    await forge('Acknowledge with 👀').acknowledge({
      issue: this.input.issue,
      commentId: content.command.commentId,
    });
    await this.takeCommand(input, content.command);
  }

  /** Everything is written down before the workflow ends. */
  async end(): Promise<IssueView> {
    await this.record.settled();
    return this.view;
  }

  /** Somebody cancelled the workflow itself, for instance in the Temporal UI. */
  async cancelled(): Promise<void> {
    this.record.enter('stopped', { reason: 'The workflow was cancelled.' });
    await this.record.settled();
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
        return await this.record.notify(`help/${input.key}`, { kind: 'help' });
      default:
        return assertNever(command.verb);
    }
  }

  private async run(command: Command): Promise<void> {
    this.awaitingGo = null;
    this.record.runs += 1;
    const runId = makeRunId(this.record.ledger.chain.firstExecutionRunId, this.record.runs);
    this.isOver = await runUntilEnded({
      record: this.record,
      inbox: this.inbox,
      input: this.input,
      command,
      runId,
    });
  }

  private async waitForGo(input: IssueInput, command: Command): Promise<void> {
    this.awaitingGo = input;
    this.record.enter('queued', {
      reason: `${command.author.login} has no write access; it waits for /ai go.`,
    });
    await this.record.notify(`needs-go/${input.key}`, { kind: 'needs-go', author: command.author.login });
  }

  /** Nothing runs: a waiting command is dropped, which its author and whoever may write can ask for. */
  private async stopIdle(input: IssueInput, command: Command): Promise<void> {
    const awaited = this.awaitedCommand();
    const isAuthor = awaited?.author.id === command.author.id;
    if (!awaited || !(isAuthor || (await this.mayWrite(command)))) {
      return await this.record.notify(`nothing-to-stop/${input.key}`, { kind: 'nothing-to-stop' });
    }
    this.awaitingGo = null;
    this.record.enter('stopped', { reason: `Stopped by ${command.author.login}.` });
    await this.record.notify(`stopped/${input.key}`, { kind: 'stopped', by: command.author.login });
  }

  private async takeFact(fact: Fact): Promise<void> {
    switch (fact.kind) {
      case 'proposal-merged':
        return this.over('merged', `Merged by ${fact.by}.`);
      case 'proposal-closed':
        return this.over('closed', `The proposal was closed by ${fact.by}.`);
      case 'issue-closed':
        if (this.view.proposal && (await this.mergeFollows())) return;
        return this.over('closed', `The issue was closed by ${fact.by}.`);
      default:
        return assertNever(fact);
    }
  }

  /** The merge is then the next input, and says what became of the issue. */
  private async mergeFollows(): Promise<boolean> {
    return await condition(() => this.inbox.hasFact('proposal-merged'), MERGE_FOLLOWS_CLOSE_MS);
  }

  private over(state: 'merged' | 'closed', reason: string): void {
    this.awaitingGo = null;
    this.isOver = true;
    this.record.enter(state, { reason });
  }

  private awaitedCommand(): Command | null {
    return this.awaitingGo?.content.kind === 'command' ? this.awaitingGo.content.command : null;
  }

  private async mayWrite({ author }: Command): Promise<boolean> {
    const request = { repository: this.input.issue.repository, login: author.login };
    return (await forge(`Permission of ${author.login}`).readPermission(request)).canWrite;
  }
}
