import type { Notice } from '@fixpoint/contracts/forge-activities.ts';
import { comment, courtesy } from './courtesy.ts';
import type { IssueRecord } from './issue-record.ts';

export type Tried = Extract<Notice, { kind: 'blocked' }>['tried'];

/**
 * A person is needed: the label says so in lists, the comment says what was tried and what to do.
 *
 * @param about the run, or the input that no run came of; it names the comment
 */
export async function block(record: IssueRecord, about: string, reason: string, tried: Tried): Promise<void> {
  await courtesy(record, 'label', () => record.setBlockedLabel(true));
  await comment(record, `blocked/${about}`, { kind: 'blocked', reason, tried });
  record.enter('blocked', { reason });
}
