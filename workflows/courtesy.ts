import type { Command } from '@fixpoint/contracts/commands.ts';
import type { Notice } from '@fixpoint/contracts/forge-activities.ts';
import { ActivityFailure } from '@temporalio/common';
import { isCancellation, log } from '@temporalio/workflow';
import { failureText } from './failure-text.ts';
import { forgeBriefly } from './fleets.ts';
import type { IssueRecord } from './issue-record.ts';

/** A step that people are glad of but nothing rests on: the forge may refuse it, which is written down and no more. */
export async function courtesy(
  record: IssueRecord,
  effect: string,
  step: () => Promise<unknown>,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    const reason = failureText(error);
    log.warn('the forge refused a courtesy', { effect, reason });
    record.write('effect', { effect, refused: reason });
  }
}

/** 👀 on the comment, which may have been deleted meanwhile. */
export async function acknowledge(record: IssueRecord, { issue, commentId }: Command): Promise<void> {
  await courtesy(record, 'acknowledge', () =>
    forgeBriefly('Acknowledge with 👀').acknowledge({ issue, commentId }),
  );
}

/** A new comment that nothing waits for. */
export async function comment(record: IssueRecord, key: string, notice: Notice): Promise<void> {
  await courtesy(record, 'comment', () => record.notify(key, notice));
}
