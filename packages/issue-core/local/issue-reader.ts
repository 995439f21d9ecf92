import type { CloseReason, Issue, IssueState } from '../model/issue.ts';
import { notFound } from './not-found.ts';
import { priorityOfRank } from './priority-rank.ts';
import type { LocalSession } from './session.ts';

interface IssueRow {
  readonly number: number;
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly state: IssueState;
  readonly close_reason: CloseReason | null;
  readonly type: string | null;
  readonly priority: number | null;
  readonly milestone: string | null;
  readonly parent: number | null;
  readonly author: string;
  readonly comment_count: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly closed_at: number | null;
}

interface NameRow {
  readonly issue: number;
  readonly name: string;
}

export interface IssueReader {
  /** In the order of the numbers, without those that are not there. */
  all(numbers: readonly number[]): readonly Issue[];
  /** @throws FixpointError ISSUE_NOT_FOUND, which says so when the issue was deleted */
  required(number: number): Issue;
  /** Like `required`, for those who need no more than that it is there. */
  mustExist(number: number): void;
  findByOperation(operationId: string): Issue | null;
}

const ISSUE_COLUMNS = `SELECT i.number, i.id, i.title, b.body, i.state, i.close_reason, i.type, i.priority,
  m.title AS milestone, i.parent, u.login AS author, i.comment_count, i.created_at, i.updated_at, i.closed_at`;
const ISSUE_JOINS = `JOIN issue_bodies b ON b.issue = i.number JOIN users u ON u.id = i.author
  LEFT JOIN milestones m ON m.id = i.milestone`;

/** Reads issues with their labels and assignees by name. Within a read or write. */
export function createIssueReader({ database }: LocalSession): IssueReader {
  const listed = (columns: string) => `FROM json_each(?) wanted CROSS JOIN ${columns} = wanted.value`;
  const select = database.prepare<[string], IssueRow>(
    `${ISSUE_COLUMNS} ${listed('issues i ON i.number')} ${ISSUE_JOINS} ORDER BY wanted.key`,
  );
  const labelsOf = database.prepare<[string], NameRow>(
    `SELECT c.issue, l.name ${listed('issue_labels c ON c.issue')} JOIN labels l ON l.id = c.label ORDER BY l.folded`,
  );
  const assigneesOf = database.prepare<[string], NameRow>(
    `SELECT a.issue, u.login AS name ${listed('issue_assignees a ON a.issue')} JOIN users u ON u.id = a.user
     ORDER BY u.folded`,
  );
  const selectOne = database.prepare<[number], IssueRow>(
    `${ISSUE_COLUMNS} FROM issues i ${ISSUE_JOINS} WHERE i.number = +?`,
  );
  // CROSS JOIN: not through all labels or people, which are in order.
  const labelsOfOne = database
    .prepare<[number], string>(
      'SELECT l.name FROM issue_labels c CROSS JOIN labels l ON l.id = c.label WHERE c.issue = +? ORDER BY l.folded',
    )
    .pluck();
  const assigneesOfOne = database
    .prepare<[number], string>(
      'SELECT u.login FROM issue_assignees a CROSS JOIN users u ON u.id = a.user WHERE a.issue = +? ORDER BY u.folded',
    )
    .pluck();
  const exists = database.prepare<[number], number>('SELECT 1 FROM issues WHERE number = ?').pluck();
  const wasDeleted = database.prepare<[number], number>('SELECT 1 FROM tombstones WHERE number = ?').pluck();
  const byOperation = database
    .prepare<[string], number>('SELECT number FROM issues WHERE operation_id = ?')
    .pluck();

  function one(number: number): Issue | null {
    const row = selectOne.get(number);
    return row ? toIssue(row, labelsOfOne.all(number), assigneesOfOne.all(number)) : null;
  }

  function all(numbers: readonly number[]): readonly Issue[] {
    const wanted = JSON.stringify(numbers);
    const labels = Map.groupBy(labelsOf.all(wanted), ({ issue }) => issue);
    const assignees = Map.groupBy(assigneesOf.all(wanted), ({ issue }) => issue);
    return select
      .all(wanted)
      .map((row) => toIssue(row, namesIn(labels.get(row.number)), namesIn(assignees.get(row.number))));
  }

  function missing(number: number): Error {
    return notFound(wasDeleted.get(number) ? `Issue #${number} was deleted; it` : `Issue #${number}`);
  }

  return {
    all,
    required(number) {
      const issue = one(number);
      if (issue) return issue;
      throw missing(number);
    },
    mustExist(number) {
      if (!exists.get(number)) throw missing(number);
    },
    findByOperation(operationId) {
      const number = byOperation.get(operationId);
      return number === undefined ? null : one(number);
    },
  };
}

function toIssue(row: IssueRow, labels: readonly string[], assignees: readonly string[]): Issue {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    body: row.body,
    state: row.state,
    closeReason: row.close_reason,
    type: row.type,
    priority: priorityOfRank(row.priority),
    labels,
    assignees,
    milestone: row.milestone,
    parent: row.parent,
    author: row.author,
    commentCount: row.comment_count,
    createdAt: toIsoTime(row.created_at),
    updatedAt: toIsoTime(row.updated_at),
    closedAt: row.closed_at === null ? null : toIsoTime(row.closed_at),
    url: null,
  };
}

function namesIn(rows: readonly NameRow[] = []): readonly string[] {
  return rows.map(({ name }) => name);
}

export function toIsoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
