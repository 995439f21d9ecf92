import { z } from 'zod';
import type { ChangeCursor, ChangesPage, IssueBackend } from '../backend/port.ts';
import { type CommentRow, SELECT_COMMENTS, toComment } from './comments.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { IssueReader } from './issue-reader.ts';
import { boundedPageSize } from './list-page.ts';
import type { LocalSession } from './session.ts';

const Position = z.object({ at: z.number(), key: z.number() });
type Position = z.infer<typeof Position>;

const BEGINNING: Position = { at: 0, key: 0 };

/**
 * What changed, in the order of the changes. The time of every write is later than those before it, and writes are visible
 * in their order: an edit while somebody reads moves its issue behind the place where they stand, never before it.
 */
export function changeOperations(
  session: LocalSession,
  reader: IssueReader,
): Pick<IssueBackend, 'changedIssues' | 'changedComments'> {
  const issues = session.database.prepare<[number, number, number], { number: number; updated_at: number }>(
    `SELECT number, updated_at FROM issues WHERE (updated_at, number) > (+?, +?) ORDER BY updated_at, number LIMIT +?`,
  );
  const comments = session.database.prepare<[number, number, number], CommentRow>(
    `${SELECT_COMMENTS} WHERE (c.updated_at, c.place) > (+?, +?) ORDER BY c.updated_at, c.place LIMIT +?`,
  );

  return {
    async changedIssues(cursor, pageSize) {
      return session.read(() =>
        changesAfter(cursor, pageSize, {
          rowsAfter: ({ at, key }, limit) => issues.all(at, key, limit),
          positionOf: ({ updated_at, number }) => ({ at: updated_at, key: number }),
          toItems: (rows) => reader.all(rows.map(({ number }) => number)),
        }),
      );
    },

    async changedComments(cursor, pageSize) {
      return session.read(() =>
        changesAfter(cursor, pageSize, {
          rowsAfter: ({ at, key }, limit) => comments.all(at, key, limit),
          positionOf: ({ updated_at, place }) => ({ at: updated_at, key: place }),
          toItems: (rows) => rows.map(toComment),
        }),
      );
    },
  };
}

function changesAfter<Row, T>(
  cursor: ChangeCursor | null,
  pageSize: number,
  {
    rowsAfter,
    positionOf,
    toItems,
  }: {
    readonly rowsAfter: (position: Position, limit: number) => readonly Row[];
    readonly positionOf: (row: Row) => Position;
    readonly toItems: (rows: readonly Row[]) => readonly T[];
  },
): ChangesPage<T> {
  const limit = boundedPageSize(pageSize);
  const position = cursor === null ? BEGINNING : decodeCursor(cursor, Position);
  const rows = rowsAfter(position, limit + 1);
  const onPage = rows.slice(0, limit);
  const last = onPage.at(-1);
  return {
    items: toItems(onPage),
    cursor: encodeCursor(last === undefined ? position : positionOf(last)),
    done: rows.length <= limit,
  };
}
