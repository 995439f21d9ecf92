import type { IssueInput } from '@fixpoint/contracts/commands.ts';
import type { AttemptProgress } from '@fixpoint/contracts/workflows.ts';
import { type IssueView, type IssueWorkflowInput, QUERIES, SIGNALS } from '@fixpoint/contracts/workflows.ts';
import { TemporalFailure } from '@temporalio/common';
import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { acceptInput } from './accept-input.ts';
import { Inbox } from './inbox.ts';
import { IssueLife } from './issue-life.ts';

export const inputSignal = defineSignal<[IssueInput]>(SIGNALS.input);
export const progressSignal = defineSignal<[AttemptProgress]>(SIGNALS.progress);
export const issueView = defineQuery<IssueView>(QUERIES.view);

/**
 * The life of one issue. Inputs come in as signals and are taken one at a time; a command may start a run, which ends in
 * a proposal, a question, or `agent-blocked`. Then it waits, at no cost, until the issue is over.
 */
export async function issueWorkflow(input: IssueWorkflowInput): Promise<IssueView> {
  const inbox = new Inbox(input.carried?.view.droppedInputs);
  const life = new IssueLife(input, inbox);
  setHandler(inputSignal, (arrived) => {
    inbox.push(arrived);
    life.record.show({ droppedInputs: inbox.dropped });
  });
  setHandler(progressSignal, (progress) => life.record.progressed(progress));
  setHandler(issueView, () => life.view);

  let taken = 0;
  try {
    for (;;) {
      await condition(() => inbox.size > 0 || life.isOver);
      const next = inbox.take();
      if (!next) return life.view;
      if (await acceptInput(life.record, next)) await life.take(next);
      // Nothing is awaited between here and the end of the history, so that no input can come in between.
      await life.record.settled();
      taken += 1;

      const historyIsLong =
        workflowInfo().continueAsNewSuggested || taken >= (input.continueAsNewAfterInputs ?? Infinity);
      if (inbox.size === 0 && !life.isOver && historyIsLong) {
        await continueAsNew<typeof issueWorkflow>({ ...input, carried: life.carry() });
      }
    }
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => life.cancelled());
    else if (error instanceof TemporalFailure) await life.failed(error);
    throw error;
  }
}
