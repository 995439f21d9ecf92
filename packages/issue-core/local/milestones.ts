import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import type { IssueBackend } from '../backend/port.ts';
import type { Milestone, MilestoneChange } from '../model/label.ts';
import { fold } from '../query/fold.ts';
import type { ChangeLog } from './change-log.ts';
import { cleanBody, cleanName, invalid, oneOf } from './clean-text.ts';
import { decodeCursor } from './cursor.ts';
import { PAGE_SIZE, toPage } from './list-page.ts';
import { notFound } from './not-found.ts';
import type { LocalSession } from './session.ts';

interface MilestoneRow {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly state: Milestone['state'];
  readonly due_on: string | null;
}

const COLUMNS = 'id, title, description, state, due_on';
const Position = z.number();

/**
 * The row of the milestone of this title. Within a read or write.
 *
 * @throws FixpointError ISSUE_NOT_FOUND
 */
export function createMilestoneIds({ database }: LocalSession): (title: string) => number {
  const find = database.prepare<[string], number>('SELECT id FROM milestones WHERE folded = ?').pluck();
  return (title) => {
    const id = find.get(fold(title));
    if (id !== undefined) return id;
    throw notFound(`Milestone ${title}`);
  };
}

export function milestoneOperations(
  session: LocalSession,
  log: ChangeLog,
): Pick<IssueBackend, 'listMilestones' | 'createMilestone' | 'updateMilestone' | 'deleteMilestone'> {
  const { database } = session;
  const page = database.prepare<[number, number], MilestoneRow>(
    `SELECT ${COLUMNS} FROM milestones WHERE id > ? ORDER BY id LIMIT ?`,
  );
  const count = database.prepare<[], number>('SELECT count(*) FROM milestones').pluck();
  const find = database.prepare<[number], MilestoneRow>(`SELECT ${COLUMNS} FROM milestones WHERE id = ?`);
  const idOfTitle = database.prepare<[string], number>('SELECT id FROM milestones WHERE folded = ?').pluck();
  const insert = database.prepare<[string, string, string, string, string | null]>(
    'INSERT INTO milestones (title, folded, description, state, due_on) VALUES (?, ?, ?, ?, ?)',
  );
  const update = database.prepare<[string, string, string, string, string | null, number]>(
    'UPDATE milestones SET title = ?, folded = ?, description = ?, state = ?, due_on = ? WHERE id = ?',
  );
  const remove = database.prepare<[number]>('DELETE FROM milestones WHERE id = ?');
  const touchIssues = database.prepare<[number, number]>(
    'UPDATE issues SET updated_at = ? WHERE milestone = ?',
  );

  function required(id: string): MilestoneRow {
    const row = find.get(Number(id));
    if (row && String(row.id) === id) return row;
    throw notFound(`Milestone ${id}`);
  }

  function refuseTaken(title: string, own: number | null): void {
    const standing = idOfTitle.get(fold(title));
    if (standing === undefined || standing === own) return;
    throw new FixpointError('ALREADY_EXISTS', `Milestone ${title}.`);
  }

  return {
    async listMilestones(cursor) {
      const after = cursor === null ? 0 : decodeCursor(cursor, Position);
      return session.read(() =>
        toPage(page.all(after, PAGE_SIZE + 1), {
          pageSize: PAGE_SIZE,
          total: count.get() ?? 0,
          toItems: (rows) => rows.map(toMilestone),
          positionOf: ({ id }) => id,
        }),
      );
    },

    async createMilestone(milestone, options) {
      const { title, description, state, dueOn } = changed(
        { title: '', description: '', state: 'open', dueOn: null },
        milestone,
      );
      return session.write(options, (at) => {
        refuseTaken(title, null);
        const { lastInsertRowid } = insert.run(title, fold(title), description, state, dueOn);
        log.append(at, 'milestone-created', title);
        return toMilestone(required(String(lastInsertRowid)));
      });
    },

    async updateMilestone(id, change, options) {
      return session.write(options, (at) => {
        const before = required(id);
        const { title, description, state, dueOn } = changed(toMilestone(before), change);
        refuseTaken(title, before.id);
        update.run(title, fold(title), description, state, dueOn, before.id);
        if (title !== before.title) touchIssues.run(at, before.id);
        log.append(at, 'milestone-changed', before.title);
        return toMilestone(required(id));
      });
    },

    async deleteMilestone(id, options) {
      session.write(options, (at) => {
        const { id: row, title } = required(id);
        touchIssues.run(at, row);
        remove.run(row);
        log.append(at, 'milestone-deleted', title);
      });
    },
  };
}

type MilestoneFields = Omit<Milestone, 'id'>;

function changed(before: MilestoneFields, change: MilestoneChange): MilestoneFields {
  return {
    title: change.title === undefined ? before.title : cleanName('title', change.title),
    description:
      change.description === undefined ? before.description : cleanBody('description', change.description),
    state: change.state === undefined ? before.state : oneOf('state', change.state, ['open', 'closed']),
    dueOn: change.dueOn === undefined ? before.dueOn : cleanDay(change.dueOn),
  };
}

function cleanDay(day: string | null): string | null {
  if (day === null || z.iso.date().safeParse(day).success) return day;
  throw invalid('dueOn', 'a day like 2026-01-31');
}

function toMilestone({ id, title, description, state, due_on: dueOn }: MilestoneRow): Milestone {
  return { id: String(id), title, description, state, dueOn };
}
