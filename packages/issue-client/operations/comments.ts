import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { CommentAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { z } from 'zod';
import { type ClientContext, headersOf } from '../context.ts';
import { readPages } from '../read-pages.ts';

const DEFAULT_LIMIT = 100;

export function commentOperations({
  ask,
}: ClientContext): Pick<Tracker, 'listComments' | 'comment' | 'editComment' | 'deleteComment'> {
  return {
    listComments: (number, { limit = DEFAULT_LIMIT, cursor } = {}) =>
      readPages(ask, { path: ['issues', number, 'comments'], item: CommentAnswer, limit, cursor }),
    comment: async (number, body, write = {}) =>
      ask({
        method: 'POST',
        path: ['issues', number, 'comments'],
        body: { body },
        headers: headersOf(write),
        answer: CommentAnswer,
        signal: write.signal,
      }),
    editComment: async (number, commentId, body, write = {}) =>
      ask({
        method: 'PATCH',
        path: ['issues', number, 'comments', commentId],
        body: { body },
        headers: headersOf(write),
        answer: CommentAnswer,
        signal: write.signal,
      }),
    deleteComment: async (number, commentId, write = {}) =>
      ask({
        method: 'DELETE',
        path: ['issues', number, 'comments', commentId],
        headers: headersOf(write),
        answer: z.undefined(),
        signal: write.signal,
      }),
  };
}
