import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import type { IssueBackend } from '../backend/port.ts';
import { meaningOfLabel } from '../model/encoded-labels.ts';
import type { Label } from '../model/label.ts';
import { fold } from '../query/fold.ts';
import type { ChangeLog } from './change-log.ts';
import { cleanLine, cleanName, invalid } from './clean-text.ts';
import { decodeCursor } from './cursor.ts';
import { PAGE_SIZE, toPage } from './list-page.ts';
import { notFound } from './not-found.ts';
import type { LocalSession } from './session.ts';

interface LabelRow extends Label {
  readonly id: number;
  readonly folded: string;
}

const DEFAULT_COLOR = '#ededed';
const COLOR = /^#[0-9a-f]{6}$/;
const MAX_DESCRIPTION_CHARS = 1_000;
const COLUMNS = 'id, name, folded, color, description';
const Position = z.string();

/** The row of this label, made when there is none: a label exists by being used. Within a write. */
export function createLabelIds({ database }: LocalSession): (name: string) => number {
  const find = database.prepare<[string], number>('SELECT id FROM labels WHERE folded = ?').pluck();
  const insert = database
    .prepare<[string, string], number>(
      `INSERT INTO labels (name, folded, color, description) VALUES (?, ?, '${DEFAULT_COLOR}', '') RETURNING id`,
    )
    .pluck();

  return (name) => {
    const id = find.get(fold(name)) ?? insert.get(name, fold(name));
    if (id === undefined) throw new Error(`No row was made for ${name}.`);
    return id;
  };
}

export function labelOperations(
  session: LocalSession,
  log: ChangeLog,
): Pick<IssueBackend, 'listLabels' | 'saveLabel' | 'renameLabel' | 'deleteLabel'> {
  const { database } = session;
  const page = database.prepare<[string, number], LabelRow>(
    `SELECT ${COLUMNS} FROM labels WHERE folded > ? ORDER BY folded LIMIT ?`,
  );
  const count = database.prepare<[], number>('SELECT count(*) FROM labels').pluck();
  const find = database.prepare<[string], LabelRow>(`SELECT ${COLUMNS} FROM labels WHERE folded = ?`);
  const save = database.prepare<[string, string, string, string], LabelRow>(
    `INSERT INTO labels (name, folded, color, description) VALUES (?, ?, ?, ?)
     ON CONFLICT (folded) DO UPDATE SET color = excluded.color, description = excluded.description
     RETURNING ${COLUMNS}`,
  );
  const rename = database.prepare<[string, string, number], LabelRow>(
    `UPDATE labels SET name = ?, folded = ? WHERE id = ? RETURNING ${COLUMNS}`,
  );
  const remove = database.prepare<[number]>('DELETE FROM labels WHERE id = ?');
  const touchIssues = database.prepare<[number, number]>(
    'UPDATE issues SET updated_at = ? WHERE number IN (SELECT issue FROM issue_labels WHERE label = ?)',
  );

  function required(name: string): LabelRow {
    const row = find.get(fold(cleanName('name', name)));
    if (row) return row;
    throw notFound(`Label ${name}`);
  }

  return {
    async listLabels(cursor) {
      const after = cursor === null ? '' : decodeCursor(cursor, Position);
      return session.read(() =>
        toPage(page.all(after, PAGE_SIZE + 1), {
          pageSize: PAGE_SIZE,
          total: count.get() ?? 0,
          toItems: (rows) => rows.map(toLabel),
          positionOf: ({ folded }) => folded,
        }),
      );
    },

    async saveLabel(label, options) {
      const name = cleanName('name', label.name);
      const color = cleanColor(label.color);
      const description = cleanDescription(label.description);
      return session.write(options, (at) => {
        const row = save.get(name, fold(name), color, description);
        log.append(at, 'label-changed', name);
        return row ? toLabel(row) : { name, color, description };
      });
    },

    async renameLabel(name, newName, options) {
      const wanted = cleanName('newName', newName);
      // Issues that carry it would have to lose it and get a state, a type or a priority instead.
      if (meaningOfLabel(wanted).field !== 'label') {
        throw invalid('newName', `${wanted} is a field of issues, and cannot name a label`);
      }
      return session.write(options, (at) => {
        const before = required(name);
        const standing = find.get(fold(wanted));
        if (standing && standing.id !== before.id) {
          throw new FixpointError('ALREADY_EXISTS', `Label ${standing.name}.`);
        }
        const after = rename.get(wanted, fold(wanted), before.id) ?? before;
        touchIssues.run(at, before.id);
        log.append(at, 'label-changed', before.name);
        return toLabel(after);
      });
    },

    async deleteLabel(name, options) {
      session.write(options, (at) => {
        const { id } = required(name);
        touchIssues.run(at, id);
        remove.run(id);
        log.append(at, 'label-deleted', name);
      });
    },
  };
}

function toLabel({ name, color, description }: LabelRow): Label {
  return { name, color, description };
}

function cleanColor(color: string): string {
  const lower = color.toLowerCase();
  if (COLOR.test(lower)) return lower;
  throw invalid('color', 'like #rrggbb');
}

function cleanDescription(description: string): string {
  return description.trim() === '' ? '' : cleanLine('description', description, MAX_DESCRIPTION_CHARS);
}
