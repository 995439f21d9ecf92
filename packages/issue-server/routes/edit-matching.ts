import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import type { IssueEdit, Tracker, TrackerWrite } from '@fixpoint/issue-core/tracker/api.ts';
import { momentIn, namesIssue } from './etag.ts';

export interface MatchingEdit {
  readonly number: number;
  /** The header `If-Match`. */
  readonly match: string;
  readonly edit: IssueEdit;
}

/** The error when somebody changed it since. */
export async function editMatching(
  tracker: Tracker,
  { number, match, edit }: MatchingEdit,
  write: TrackerWrite,
): Promise<Issue | FixpointError> {
  try {
    const expectedUpdatedAt = momentIn(match) ?? (await matchingTime(tracker, number, match));
    return await tracker.edit(number, { ...edit, expectedUpdatedAt }, write);
  } catch (error) {
    if (error instanceof FixpointError && error.code === 'EDIT_CONFLICT') return error;
    throw error;
  }
}

/** @throws FixpointError EDIT_CONFLICT */
async function matchingTime(tracker: Tracker, number: number, match: string): Promise<string> {
  const issue = await tracker.get(number);
  if (namesIssue(match, issue)) return issue.updatedAt;
  throw new FixpointError('EDIT_CONFLICT', `#${number} was changed at ${issue.updatedAt}.`);
}
