import type { Sort } from '../backend/port.ts';
import type { Query } from '../query/ast.ts';
import type { Database } from '../sqlite/open-database.ts';
import { compileQuery } from './compile-query.ts';
import { type IssueSet, issueSets } from './issue-sets.ts';
import { sortKey } from './sort-keys.ts';
import { allOf, part, type SqlPart } from './sql-part.ts';

/** Where the row of an issue stands in a list. */
export interface Position {
  readonly key: number;
  readonly number: number;
}

export interface PlannedRequest {
  readonly query: Query;
  readonly sort: Sort;
  /** Null for the first page. */
  readonly after: Position | null;
  readonly limit: number;
}

export interface FoundRows {
  readonly rows: readonly Position[];
  /** Over all pages. */
  readonly total: number;
}

interface Start extends IssueSet {
  readonly size: number;
}

export interface PlanLimits {
  /** Up to here all issues of a set are looked at and sorted; beyond, many will fit, and some are soon met on a walk. */
  readonly sortedIssues: number;
  /** Up to here it is quicker to read the texts of issues than to ask the search index for all that hold a word. */
  readonly scannedIssues: number;
}

const LIMITS: PlanLimits = { sortedIssues: 20_000, scannedIssues: 2_000 };

/**
 * The rows of a page and the number of all. SQLite's own planner does not know how many issues have a label or hold a word;
 * so the sets that indexes know are counted first. A list starts from the smallest; or, when many issues fit anyway, walks
 * in the order of the sort until the page is full.
 */
export function findIssues(
  database: Database,
  request: PlannedRequest,
  limits: PlanLimits = LIMITS,
): FoundRows {
  const conditions = request.query.kind === 'and' ? request.query.parts : [request.query];
  const issues = countOf(database, part('SELECT count(*) FROM issues'));
  const start = smallestStart(database, issueSets(conditions), issues);
  const undecided = conditions.filter((it) => !start?.decides.includes(it));
  const fitting = fittingOf(start, undecided);
  if (start !== null && undecided.length > 0 && start.size <= limits.sortedIssues) {
    return sortFitting(database, fitting, request);
  }

  const total =
    start !== null && undecided.length === 0
      ? start.size
      : countOf(database, { sql: `SELECT count(*) ${fitting.sql}`, params: fitting.params });
  if (total === 0) return { rows: [], total };
  const issuesWalked = (request.limit * issues) / total;
  if (start !== null && start.size < issuesWalked) return sortFitting(database, fitting, request);
  const text = issuesWalked <= limits.scannedIssues ? 'scan' : 'index';
  return { rows: walk(database, compileQuery(request.query, text), request), total };
}

function smallestStart(database: Database, sets: readonly IssueSet[], issues: number): Start | null {
  let smallest: Start | null = null;
  for (const set of sets) {
    const bound: number = smallest?.size ?? issues;
    const size = countOf(database, {
      sql: `SELECT count(*) FROM (SELECT 1 FROM (${set.sql}) LIMIT ?)`,
      params: [...set.params, bound],
    });
    if (size < bound) smallest = { ...set, size };
  }
  return smallest;
}

function fittingOf(start: Start | null, undecided: readonly Query[]): SqlPart {
  const rest = allOf(undecided.map((it) => compileQuery(it)));
  // CROSS JOIN: SQLite is not to change the order.
  const from = start === null ? 'issues i' : `(${start.sql}) s CROSS JOIN issues i ON i.number = s.number`;
  return { sql: `FROM ${from} WHERE ${rest.sql}`, params: [...(start?.params ?? []), ...rest.params] };
}

/** Finds all, counts them, and sorts out the page, in one go. */
function sortFitting(
  database: Database,
  fitting: SqlPart,
  { sort, after, limit }: PlannedRequest,
): FoundRows {
  const { column } = sortKey(sort);
  const behind = behindPosition(sort, after, { key: 'key', number: 'number' });
  const direction = sort.descending ? 'DESC' : 'ASC';
  const found = database
    .prepare<unknown[], { total: number; key: number | null; number: number | null }>(
      `WITH found AS MATERIALIZED (SELECT i.${column} AS key, i.number AS number ${fitting.sql})
       SELECT c.total, p.key, p.number
       FROM (SELECT count(*) AS total FROM found) c
         LEFT JOIN (SELECT key, number FROM found WHERE ${behind.sql} ORDER BY key ${direction}, number ${direction} LIMIT ?) p
       ORDER BY p.key ${direction}, p.number ${direction}`,
    )
    .all(...fitting.params, ...behind.params, limit);
  const rows = found.flatMap(({ key, number }) => (key === null || number === null ? [] : [{ key, number }]));
  return { rows, total: found[0]?.total ?? 0 };
}

function walk(
  database: Database,
  condition: SqlPart,
  { sort, after, limit }: PlannedRequest,
): readonly Position[] {
  const { column, index } = sortKey(sort);
  const behind = behindPosition(sort, after, { key: `i.${column}`, number: 'i.number' });
  const order = index === null ? 'NOT INDEXED' : `INDEXED BY ${index}`;
  const direction = sort.descending ? 'DESC' : 'ASC';
  return database
    .prepare<unknown[], Position>(
      `SELECT i.${column} AS key, i.number FROM issues i ${order} WHERE ${condition.sql} AND ${behind.sql}
       ORDER BY i.${column} ${direction}, i.number ${direction} LIMIT ?`,
    )
    .all(...condition.params, ...behind.params, limit);
}

function behindPosition(
  { field, descending }: Sort,
  after: Position | null,
  names: { readonly key: string; readonly number: string },
): SqlPart {
  const than = descending ? '<' : '>';
  if (after === null) return part('1');
  if (field === 'number') return part(`${names.number} ${than} ?`, after.number);
  return part(`(${names.key}, ${names.number}) ${than} (?, ?)`, after.key, after.number);
}

function countOf(database: Database, { sql, params }: SqlPart): number {
  const count = database
    .prepare<unknown[], number>(sql)
    .pluck()
    .get(...params);
  return count ?? 0;
}
