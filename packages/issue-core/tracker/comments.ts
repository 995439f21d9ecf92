import type { NewEvent } from '../coordination/event.ts';
import type { Comment } from '../model/comment.ts';
import type { Tracker, TrackerWrite } from './api.ts';
import type { TrackerContext } from './context.ts';
import { checkText } from './edit-support.ts';
import { readPages } from './read-pages.ts';
import { requireInTracker } from './support.ts';
import { checkWrite } from './write-rule.ts';

const DEFAULT_LIMIT = 100;

type CommentOperations = Pick<Tracker, 'listComments' | 'comment' | 'editComment' | 'deleteComment'>;
type CommentEvent = Extract<NewEvent, { payload: { commentId: string } }>['type'];

export function commentOperations(context: TrackerContext): CommentOperations {
  const { backend } = context;

  return {
    async listComments(number, { limit = DEFAULT_LIMIT, cursor } = {}) {
      const readPage = (page: string | null) => backend.listComments(number, page);
      return readPages({ readPage, idOf: ({ id }) => id, hasExactTotal: true }, { limit, cursor });
    },
    comment: (number, body, write) => commentOn(context, number, body, write),
    async editComment(number, commentId, body, write = {}) {
      checkText('body', body);
      const allowed = await checkWrite(context, number, 'remark', write);
      const comment = await backend.updateComment(number, commentId, body, allowed);
      await report(context, 'comment-edited', number, commentId);
      return comment;
    },
    async deleteComment(number, commentId, write = {}) {
      requireInTracker(context, 'delete-comment');
      const allowed = await checkWrite(context, number, 'remark', write);
      await backend.deleteComment(number, commentId, allowed);
      await report(context, 'comment-deleted', number, commentId);
    },
  };
}

/** Asks first whether this operation made the comment already; only a new one is reported. */
export async function commentOn(
  context: TrackerContext,
  number: number,
  body: string,
  write: TrackerWrite = {},
): Promise<Comment> {
  checkText('body', body);
  const allowed = await checkWrite(context, number, 'remark', write);
  const { operationId } = write;
  const standing =
    operationId === undefined ? null : await context.backend.findCreatedComment(number, operationId);
  if (standing) return standing;
  const comment = await context.backend.createComment(number, body, allowed);
  await report(context, 'commented', number, comment.id);
  return comment;
}

async function report(
  { coordination, agent, backendName }: TrackerContext,
  type: CommentEvent,
  issue: number,
  commentId: string,
): Promise<void> {
  await coordination.append([{ type, actor: agent, backend: backendName, issue, payload: { commentId } }]);
}
