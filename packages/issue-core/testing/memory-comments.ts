import type { IssueBackend } from '../backend/port.ts';
import type { Attachment, Comment } from '../model/comment.ts';
import { found, type MemoryState, pageOf, requireOwn } from './memory-state.ts';

const PAGE_SIZE = 50;

type CommentOperations = Pick<
  IssueBackend,
  | 'listComments'
  | 'createComment'
  | 'updateComment'
  | 'deleteComment'
  | 'findCreatedComment'
  | 'changedComments'
  | 'listAttachments'
  | 'addAttachment'
  | 'readAttachment'
>;

export function memoryComments(state: MemoryState): CommentOperations {
  function commentOf(issueNumber: number, commentId: string): Comment {
    const comment = state.comments.get(commentId);
    return found(comment?.issueNumber === issueNumber ? comment : undefined, `Comment ${commentId}`);
  }

  function touch(issueNumber: number): string {
    const issue = found(state.issues.get(issueNumber), `#${issueNumber}`);
    const updatedAt = state.tick();
    state.issues.set(issueNumber, { ...issue, updatedAt });
    return updatedAt;
  }

  function created(issueNumber: number, operationId: string): Comment | null {
    const id = state.operations.get(`comment/${issueNumber}/${operationId}`) ?? '';
    return state.comments.get(id) ?? null;
  }

  return {
    async listComments(issueNumber, cursor) {
      found(state.issues.get(issueNumber), `#${issueNumber}`);
      const comments = [...state.comments.values()].filter((it) => it.issueNumber === issueNumber);
      return pageOf(comments, cursor, PAGE_SIZE);
    },
    async createComment(issueNumber, body, options) {
      options?.signal?.throwIfAborted();
      const operationId = options?.operationId;
      const standing = operationId === undefined ? null : created(issueNumber, operationId);
      if (standing) return standing;
      const at = touch(issueNumber);
      const id = `c${state.nextId()}`;
      const comment = { id, issueNumber, body, author: state.login, createdAt: at, updatedAt: at, url: null };
      state.comments.set(id, comment);
      if (operationId !== undefined) state.operations.set(`comment/${issueNumber}/${operationId}`, id);
      return comment;
    },
    async updateComment(issueNumber, commentId, body, options) {
      options?.signal?.throwIfAborted();
      const comment = { ...commentOf(issueNumber, commentId), body, updatedAt: touch(issueNumber) };
      state.comments.set(commentId, comment);
      return comment;
    },
    async deleteComment(issueNumber, commentId, options) {
      options?.signal?.throwIfAborted();
      requireOwn(state, 'delete-comment');
      state.comments.delete(commentOf(issueNumber, commentId).id);
      touch(issueNumber);
    },
    async findCreatedComment(issueNumber, operationId) {
      return created(issueNumber, operationId);
    },
    async changedComments(cursor, pageSize) {
      requireOwn(state, 'comment-changes-since');
      const changed = [...state.comments.values()]
        .filter(({ updatedAt }) => cursor === null || updatedAt > cursor)
        .sort((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt));
      const items = changed.slice(0, pageSize);
      return {
        items,
        cursor: items.at(-1)?.updatedAt ?? cursor ?? '',
        done: changed.length <= pageSize,
      };
    },
    async listAttachments(issueNumber) {
      requireOwn(state, 'attachments');
      found(state.issues.get(issueNumber), `#${issueNumber}`);
      return state.attachments.filter((it) => it.issueNumber === issueNumber);
    },
    async addAttachment(issueNumber, { name, bytes }, options) {
      options?.signal?.throwIfAborted();
      requireOwn(state, 'attachments');
      const createdAt = touch(issueNumber);
      const id = `a${state.nextId()}`;
      const attachment = { id, issueNumber, name, sizeBytes: bytes.byteLength, createdAt, url: null };
      state.attachments.push(attachment);
      state.files.set(id, bytes);
      return attachment;
    },
    async readAttachment(issueNumber, attachmentId) {
      requireOwn(state, 'attachments');
      const isIt = ({ id, issueNumber: at }: Attachment) => id === attachmentId && at === issueNumber;
      const attachment = found(state.attachments.find(isIt), `Attachment ${attachmentId}`);
      return found(state.files.get(attachment.id), `Attachment ${attachmentId}`);
    },
  };
}
