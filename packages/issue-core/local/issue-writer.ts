import type { Issue } from '../model/issue.ts';
import { fold } from '../query/fold.ts';
import type { IssueFields } from './apply-change.ts';
import { createLabelIds } from './labels.ts';
import { createMilestoneIds } from './milestones.ts';
import { rankOf } from './priority-rank.ts';
import type { LocalSession } from './session.ts';
import { createTextIndex } from './text-index.ts';
import { createOwnUser, createUserIds } from './users.ts';

export interface IssueWriter {
  /** Answers with the number. The parent is not looked at: it is set as a link. */
  insert(
    fields: IssueFields,
    made: { readonly id: string; readonly operationId: string | null; readonly at: number },
  ): number;
  /** Writes what differs, but for the parent. */
  update(before: Issue, after: IssueFields, at: number): void;
  /** Says that something about the issue changed that does not stand in its row. */
  touch(number: number, at: number): void;
  delete(number: number, at: number): void;
}

/** Writes the rows of issues, and keeps the search index in step. Within a write. */
export function createIssueWriter(session: LocalSession): IssueWriter {
  const { database } = session;
  const text = createTextIndex(session);
  const labelId = createLabelIds(session);
  const userId = createUserIds(session);
  const writer = createOwnUser(session);
  const milestoneId = createMilestoneIds(session);

  const insertRow = database.prepare<[Record<string, string | number | null>]>(
    `INSERT INTO issues (id, title, state, close_reason, type, priority, milestone, author, created_at, updated_at,
       closed_at, operation_id)
     VALUES (:id, :title, :state, :closeReason, :type, :priority, :milestone, :author, :at, :at, :closedAt, :operationId)`,
  );
  const updateRow = database.prepare<[Record<string, string | number | null>]>(
    `UPDATE issues SET title = :title, state = :state, close_reason = :closeReason, type = :type, priority = :priority,
       milestone = :milestone, closed_at = :closedAt, updated_at = :at
     WHERE number = :number`,
  );
  const touchRow = database.prepare<[number, number]>('UPDATE issues SET updated_at = ? WHERE number = ?');
  const deleteRow = database.prepare<[number]>('DELETE FROM issues WHERE number = ?');
  const bury = database.prepare<[number, number]>(
    'INSERT INTO tombstones SELECT number, id, ? FROM issues WHERE number = ?',
  );
  const insertBody = database.prepare<[number, string]>('INSERT INTO issue_bodies VALUES (?, ?)');
  const updateBody = database.prepare<[string, number]>('UPDATE issue_bodies SET body = ? WHERE issue = ?');
  const addLabel = database.prepare<[number, number]>('INSERT OR IGNORE INTO issue_labels VALUES (?, ?)');
  const removeLabel = database.prepare<[number, number]>(
    'DELETE FROM issue_labels WHERE issue = ? AND label = ?',
  );
  const addAssignee = database.prepare<[number, number]>(
    'INSERT OR IGNORE INTO issue_assignees VALUES (?, ?)',
  );
  const removeAssignee = database.prepare<[number, number]>(
    'DELETE FROM issue_assignees WHERE issue = ? AND user = ?',
  );

  function columnsOf(fields: IssueFields, closedAt: number | null): Record<string, string | number | null> {
    return {
      title: fields.title,
      state: fields.state,
      closeReason: fields.closeReason,
      type: fields.type,
      priority: fields.priority === null ? null : rankOf(fields.priority),
      milestone: fields.milestone === null ? null : milestoneId(fields.milestone),
      closedAt: fields.state === 'closed' ? closedAt : null,
    };
  }

  return {
    insert(fields, { id, operationId, at }) {
      const columns = columnsOf(fields, at);
      const { lastInsertRowid } = insertRow.run({ ...columns, id, author: writer().id, at, operationId });
      const number = Number(lastInsertRowid);
      insertBody.run(number, fields.body);
      text.insert(number, fields);
      for (const name of fields.labels) addLabel.run(number, labelId(name));
      for (const name of fields.assignees) addAssignee.run(number, userId(name));
      return number;
    },

    update(before, after, at) {
      const { number } = before;
      const closedAt = before.closedAt === null ? at : Date.parse(before.closedAt);
      updateRow.run({ ...columnsOf(after, closedAt), at, number });
      if (after.body !== before.body) updateBody.run(after.body, number);
      if (after.body !== before.body || after.title !== before.title) {
        text.delete(number);
        text.insert(number, after);
      }
      for (const name of missingIn(before.labels, after.labels)) addLabel.run(number, labelId(name));
      for (const name of missingIn(after.labels, before.labels)) removeLabel.run(number, labelId(name));
      for (const name of missingIn(before.assignees, after.assignees)) addAssignee.run(number, userId(name));
      for (const name of missingIn(after.assignees, before.assignees))
        removeAssignee.run(number, userId(name));
    },

    touch(number, at) {
      touchRow.run(at, number);
    },

    delete(number, at) {
      bury.run(at, number);
      text.delete(number);
      deleteRow.run(number);
    },
  };
}

function missingIn(names: readonly string[], wanted: readonly string[]): readonly string[] {
  const present = new Set(names.map(fold));
  return wanted.filter((name) => !present.has(fold(name)));
}
