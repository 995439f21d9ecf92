import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import { CommentBody, IssueNumber, ItemId } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { COMMENT_BYTES, TITLE_BYTES } from '../answers/budget.ts';
import { clipText } from '../answers/clip.ts';
import { pageAnswer } from '../answers/page-answer.ts';
import { Offset, Once, Paged, pageFrom, UnderClaim, writeOf } from './arguments.ts';
import { defineTool } from './tool.ts';

function shown({ id, author, body, createdAt, updatedAt }: Comment, offset: number) {
  const text = clipText(body, COMMENT_BYTES, offset);
  return {
    id,
    author: author === null ? null : clipText(author, TITLE_BYTES).value,
    createdAt,
    updatedAt,
    body: text.value,
    ...(text.next === null ? {} : { truncated: true, bodyNext: text.next }),
  };
}

export const COMMENT_TOOLS = [
  defineTool({
    name: 'list_comments',
    title: 'Read comments',
    description:
      'The comments of an issue, oldest first. One that is truncated goes on with limit 1, the cursor before it, and `bodyOffset`.',
    power: 'read',
    input: z.strictObject({ number: IssueNumber, ...Paged, bodyOffset: Offset }),
    run: (tracker, { number, limit, bodyOffset, ...page }) =>
      pageAnswer(
        (most) => tracker.listComments(number, pageFrom(page, most)),
        limit,
        (comment) => shown(comment, bodyOffset),
      ),
  }),
  defineTool({
    name: 'comment_on_issue',
    title: 'Comment on an issue',
    description: 'Writes a comment. Under a claim, give its token.',
    power: 'write',
    input: z.strictObject({ number: IssueNumber, body: CommentBody, ...UnderClaim, ...Once }),
    run: async (tracker, { number, body, ...write }, { signal }) => {
      const { id, createdAt } = await tracker.comment(number, body, writeOf(write, signal));
      return { id, createdAt };
    },
  }),
  defineTool({
    name: 'edit_comment',
    title: 'Change a comment',
    description: 'Replaces the text of a comment.',
    power: 'write',
    destructive: true,
    idempotent: true,
    input: z.strictObject({ number: IssueNumber, id: ItemId, body: CommentBody, ...UnderClaim }),
    run: async (tracker, { number, id, body, ...write }, { signal }) => {
      const { updatedAt } = await tracker.editComment(number, id, body, writeOf(write, signal));
      return { id, updatedAt };
    },
  }),
  defineTool({
    name: 'delete_comment',
    title: 'Delete a comment',
    description: 'Deletes a comment for good.',
    power: 'write',
    destructive: true,
    idempotent: true,
    input: z.strictObject({ number: IssueNumber, id: ItemId, ...UnderClaim }),
    run: async (tracker, { number, id, ...write }, { signal }) => {
      await tracker.deleteComment(number, id, writeOf(write, signal));
      return { deleted: id };
    },
  }),
] as const;
