import { CloseReason, CommentBody, IssueNumber } from '@fixpoint/issue-core/wire/fields.ts';
import { BulkSelection, IssueEdit, NewIssue } from '@fixpoint/issue-core/wire/issue.ts';
import { z } from 'zod';
import { bulkAnswer } from '../answers/bulk-answer.ts';
import { issueSummary } from '../answers/issue-answers.ts';
import { Once, UnderClaim, writeOf } from './arguments.ts';
import { defineTool } from './tool.ts';

export const EDIT_TOOLS = [
  defineTool({
    name: 'create_issue',
    title: 'Create an issue',
    description: 'Creates an issue. Look for duplicates first (find_duplicates).',
    power: 'write',
    input: NewIssue.extend(Once),
    run: async (tracker, { operationId, ...issue }, { signal }) => {
      return issueSummary(await tracker.create(issue, writeOf({ operationId }, signal)));
    },
  }),
  defineTool({
    name: 'update_issue',
    title: 'Change an issue',
    description:
      'Changes what is given and leaves the rest: title, body, state (open, in_progress, closed), labels, assignees and so on. Under a claim, give its token.',
    power: 'write',
    destructive: true,
    idempotent: true,
    input: IssueEdit.extend({ number: IssueNumber, ...UnderClaim }),
    run: async (tracker, { number, fencingToken, ...edit }, { signal }) => {
      return issueSummary(await tracker.edit(number, edit, writeOf({ fencingToken }, signal)));
    },
  }),
  defineTool({
    name: 'update_issues',
    title: 'Change many issues alike',
    description:
      'The same change to up to 1,000 issues, by numbers or a query; one that fails does not stop the others. With `more: true` call again.',
    power: 'write',
    destructive: true,
    idempotent: true,
    input: z.strictObject({ select: BulkSelection, edit: IssueEdit, ...UnderClaim }),
    run: async (tracker, { select, edit, ...write }, { signal }) =>
      bulkAnswer(await tracker.editMany(select, edit, writeOf(write, signal))),
  }),
  defineTool({
    name: 'close_issue',
    title: 'Close an issue',
    description: 'Closes an issue, with a comment if given.',
    power: 'write',
    input: z.strictObject({
      number: IssueNumber,
      reason: CloseReason.exactOptional().describe('`completed` when left out'),
      comment: CommentBody.exactOptional(),
      ...UnderClaim,
      ...Once,
    }),
    run: async (tracker, { number, reason, comment, ...write }, { signal }) => {
      const options = {
        ...(reason === undefined ? {} : { reason }),
        ...(comment === undefined ? {} : { comment }),
      };
      return issueSummary(await tracker.close(number, options, writeOf(write, signal)));
    },
  }),
  defineTool({
    name: 'reopen_issue',
    title: 'Open a closed issue again',
    description: 'Opens a closed issue again, with a comment if given.',
    power: 'write',
    input: z.strictObject({
      number: IssueNumber,
      comment: CommentBody.exactOptional(),
      ...UnderClaim,
      ...Once,
    }),
    run: async (tracker, { number, comment, ...write }, { signal }) => {
      const options = comment === undefined ? {} : { comment };
      return issueSummary(await tracker.reopen(number, options, writeOf(write, signal)));
    },
  }),
  defineTool({
    name: 'delete_issue',
    title: 'Delete an issue',
    description:
      'Deletes an issue for good, with its comments. What is done or not wanted is closed instead.',
    power: 'write',
    destructive: true,
    idempotent: true,
    input: z.strictObject({ number: IssueNumber, ...UnderClaim }),
    run: async (tracker, { number, ...write }, { signal }) => {
      await tracker.delete(number, writeOf(write, signal));
      return { deleted: number };
    },
  }),
] as const;
