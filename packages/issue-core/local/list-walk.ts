import type { Sort } from '../backend/port.ts';
import type { Database } from '../sqlite/open-database.ts';
import type { IssueSet } from './issue-sets.ts';
import { sortKey } from './sort-keys.ts';
import { part, type SqlPart } from './sql-part.ts';

/** Where the row of an issue stands in a list. */
export interface Position {
  readonly key: number;
  readonly number: number;
}

export interface Walk {
  readonly sort: Sort;
  /** Only through these, by their numbers; through all issues where it is null. */
  readonly along: IssueSet | null;
  /** Begins behind it; at the beginning where it is null. */
  readonly after: Position | null;
  /** Ends with it; at the end where it is null. */
  readonly until: Position | null;
  readonly limit: number;
}

/** The first issues on the way that fulfil the condition. */
export function walk(database: Database, condition: SqlPart, walked: Walk): readonly Position[] {
  const { sort, until, limit } = walked;
  const { column } = sortKey(sort);
  const way = wayOf(walked);
  const names = namesOf(walked);
  const behind = behindStart(walked, names);
  const within = until === null ? part('1') : behindPosition(backwards(sort), until, names, '=');
  return database
    .prepare<unknown[], Position>(
      `SELECT i.${column} AS key, i.number ${way.sql} WHERE ${behind.sql} AND ${within.sql} AND ${condition.sql}
       ORDER BY ${orderOf(sort, names)} LIMIT ?`,
    )
    .all(...way.params, ...behind.params, ...within.params, ...condition.params, limit);
}

/** Where one stands after so many issues of the way, whether they fit or not; null when there are no more. */
export function positionBehind(database: Database, walked: Walk, issues: number): Position | null {
  const { sort, along } = walked;
  const names = namesOf(walked);
  const behind = behindStart(walked, names);
  const from = along ? { sql: `FROM (${along.sql}) s`, params: along.params } : wayOf(walked);
  const position = database
    .prepare<unknown[], Position>(
      `SELECT ${names.key} AS key, ${names.number} AS number ${from.sql} WHERE ${behind.sql}
       ORDER BY ${orderOf(sort, names)} LIMIT 1 OFFSET ?`,
    )
    .get(...from.params, ...behind.params, issues - 1);
  return position ?? null;
}

interface ColumnNames {
  readonly key: string;
  readonly number: string;
}

export function behindPosition(
  { field, descending }: Sort,
  after: Position,
  names: ColumnNames,
  orAt: '' | '=' = '',
): SqlPart {
  const than = `${descending ? '<' : '>'}${orAt}`;
  if (field === 'number') return part(`${names.number} ${than} +?`, after.number);
  return part(`(${names.key}, ${names.number}) ${than} (+?, +?)`, after.key, after.number);
}

function namesOf({ sort, along }: Walk): ColumnNames {
  if (along) return { key: 's.number', number: 's.number' };
  return { key: `i.${sortKey(sort).column}`, number: 'i.number' };
}

function behindStart({ sort, after }: Walk, names: ColumnNames): SqlPart {
  return after === null ? part('1') : behindPosition(sort, after, names);
}

function wayOf({ sort, along }: Walk): SqlPart {
  // CROSS JOIN: SQLite is not to change the order.
  if (along) return { ...along, sql: `FROM (${along.sql}) s CROSS JOIN issues i ON i.number = s.number` };
  const { index } = sortKey(sort);
  return part(`FROM issues i ${index === null ? 'NOT INDEXED' : `INDEXED BY ${index}`}`);
}

function orderOf({ field, descending }: Sort, names: ColumnNames): string {
  const direction = descending ? 'DESC' : 'ASC';
  return [...(field === 'number' ? [] : [names.key]), names.number]
    .map((it) => `${it} ${direction}`)
    .join(', ');
}

function backwards({ field, descending }: Sort): Sort {
  return { field, descending: !descending };
}
