import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import { CommentBody, Cursor, FencingToken, IssueNumber } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { COMMENT_BYTES } from '../answers/budget.ts';
import { clipText } from '../answers/clip.ts';
import { pageAnswer } from '../answers/page-answer.ts';
import { defineTool, ListLimit } from './tool.ts';

function shown({ id, author, body, createdAt, updatedAt }: Comment, offset: number) {
  const text = clipText(body, COMMENT_BYTES, offset);
  return {
    id,
    author,
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
    input: z.strictObject({
      number: IssueNumber,
      limit: ListLimit,
      cursor: Cursor.exactOptional(),
      bodyOffset: z.int().min(0).default(0),
    }),
    run: (tracker, { number, limit, cursor, bodyOffset }) =>
      pageAnswer(
        (most) => tracker.listComments(number, { limit: most, ...(cursor === undefined ? {} : { cursor }) }),
        limit,
        (comment) => shown(comment, bodyOffset),
      ),
  }),
  defineTool({
    name: 'comment_on_issue',
    title: 'Comment on an issue',
    description: 'Writes a comment. Under a claim, give its token.',
    power: 'write',
    input: z.strictObject({
      number: IssueNumber,
      body: CommentBody,
      fencingToken: FencingToken.exactOptional(),
    }),
    run: async (tracker, { number, body, fencingToken }, signal) => {
      const write = { ...(fencingToken === undefined ? {} : { fencingToken }), signal };
      const { id, createdAt } = await tracker.comment(number, body, write);
      return { id, createdAt };
    },
  }),
] as const;
