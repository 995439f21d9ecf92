import { z } from 'zod';
import type { IssueBackend } from '../backend/port.ts';
import type { Comment } from '../model/comment.ts';
import type { ChangeLog } from './change-log.ts';
import { cleanBody, cleanOperationId, invalid } from './clean-text.ts';
import { decodeCursor } from './cursor.ts';
import { type IssueReader, toIsoTime } from './issue-reader.ts';
import { PAGE_SIZE, toPage } from './list-page.ts';
import { notFound } from './not-found.ts';
import type { LocalSession } from './session.ts';
import { createOwnUser } from './users.ts';

export interface CommentRow {
  readonly place: number;
  readonly id: string;
  readonly issue: number;
  readonly body: string;
  readonly author: string;
  readonly created_at: number;
  readonly updated_at: number;
}

export const SELECT_COMMENTS = `SELECT c.place, c.id, c.issue, c.body, u.login AS author, c.created_at, c.updated_at
  FROM comments c JOIN users u ON u.id = c.author`;
const Position = z.number();

/** A comment that comes, changes or goes is a change of its issue. */
export function commentOperations(
  session: LocalSession,
  { reader, log }: { readonly reader: IssueReader; readonly log: ChangeLog },
): Pick<
  IssueBackend,
  'listComments' | 'createComment' | 'updateComment' | 'deleteComment' | 'findCreatedComment'
> {
  const { database } = session;
  const writer = createOwnUser(session);
  const page = database.prepare<[number, number, number], CommentRow>(
    `${SELECT_COMMENTS} WHERE c.issue = +? AND c.place > +? ORDER BY c.place LIMIT +?`,
  );
  const countOf = database
    .prepare<[number], number>('SELECT comment_count FROM issues WHERE number = ?')
    .pluck();
  const find = database.prepare<[string, number], CommentRow>(
    `${SELECT_COMMENTS} WHERE c.id = +? AND c.issue = +?`,
  );
  const byOperation = database.prepare<[number, string], CommentRow>(
    `${SELECT_COMMENTS} WHERE c.issue = +? AND c.operation_id = +?`,
  );
  const insert = database.prepare<[string, number, string, number, number, number, string | null]>(
    `INSERT INTO comments (id, issue, body, author, created_at, updated_at, operation_id) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare<[string, number, number]>(
    'UPDATE comments SET body = ?, updated_at = ? WHERE place = ?',
  );
  const remove = database.prepare<[number]>('DELETE FROM comments WHERE place = ?');
  const touchIssue = database.prepare<[number, number, number]>(
    'UPDATE issues SET comment_count = comment_count + ?, updated_at = ? WHERE number = ?',
  );

  function required(issueNumber: number, commentId: string): CommentRow {
    const row = find.get(commentId, issueNumber);
    if (row) return row;
    reader.mustExist(issueNumber);
    throw notFound(`Comment ${commentId} of #${issueNumber}`);
  }

  return {
    async listComments(issueNumber, cursor) {
      const after = cursor === null ? 0 : decodeCursor(cursor, Position);
      return session.read(() => {
        reader.mustExist(issueNumber);
        return toPage(page.all(issueNumber, after, PAGE_SIZE + 1), {
          pageSize: PAGE_SIZE,
          total: countOf.get(issueNumber) ?? 0,
          toItems: (rows) => rows.map(toComment),
          positionOf: ({ place }) => place,
        });
      });
    },

    async createComment(issueNumber, body, options) {
      const text = cleanComment(body);
      const operationId = cleanOperationId(options?.operationId);
      return session.write(options, (at) => {
        const created = operationId === null ? undefined : byOperation.get(issueNumber, operationId);
        if (created) return toComment(created);
        if (touchIssue.run(1, at, issueNumber).changes === 0) reader.mustExist(issueNumber);
        const id = session.newId(at);
        const author = writer();
        const { lastInsertRowid } = insert.run(id, issueNumber, text, author.id, at, at, operationId);
        log.append(at, 'comment-created', id);
        return toComment({
          place: Number(lastInsertRowid),
          id,
          issue: issueNumber,
          body: text,
          author: author.login,
          created_at: at,
          updated_at: at,
        });
      });
    },

    async updateComment(issueNumber, commentId, body, options) {
      const text = cleanComment(body);
      return session.write(options, (at) => {
        const before = required(issueNumber, commentId);
        if (before.body === text) return toComment(before);
        update.run(text, at, before.place);
        touchIssue.run(0, at, issueNumber);
        log.append(at, 'comment-changed', commentId);
        return toComment(required(issueNumber, commentId));
      });
    },

    async deleteComment(issueNumber, commentId, options) {
      session.write(options, (at) => {
        const { place } = required(issueNumber, commentId);
        remove.run(place);
        touchIssue.run(-1, at, issueNumber);
        log.append(at, 'comment-deleted', commentId);
      });
    },

    async findCreatedComment(issueNumber, operationId) {
      return session.read(() => {
        const row = byOperation.get(issueNumber, operationId);
        return row ? toComment(row) : null;
      });
    },
  };
}

export function toComment(row: CommentRow): Comment {
  return {
    id: row.id,
    issueNumber: row.issue,
    body: row.body,
    author: row.author,
    createdAt: toIsoTime(row.created_at),
    updatedAt: toIsoTime(row.updated_at),
    url: null,
  };
}

function cleanComment(body: string): string {
  const text = cleanBody('body', body);
  if (text.trim() === '') throw invalid('body', 'must not be empty');
  return text;
}
