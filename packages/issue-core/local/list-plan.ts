import type { Sort } from '../backend/port.ts';
import type { Query } from '../query/ast.ts';
import type { Database } from '../sqlite/open-database.ts';
import { compileQuery } from './compile-query.ts';
import type { Access } from './compile-term.ts';
import { conjunctsOf } from './conjuncts.ts';
import { countIssues } from './count-issues.ts';
import { type IssueSet, issueSets } from './issue-sets.ts';
import { behindPosition, type Position, positionBehind, type Walk, walk } from './list-walk.ts';
import { sortKey } from './sort-keys.ts';
import { allOf, anyOf, negate, part, type SqlPart, TRUE } from './sql-part.ts';
import { fittingOf, type SizedSet, smallestSet, undecidedBy } from './start-set.ts';

export interface PlannedRequest {
  readonly query: Query;
  readonly sort: Sort;
  /** Null for the first page. */
  readonly after: Position | null;
  readonly limit: number;
  readonly withTotal: boolean;
  /** Numbers that are left out; they are counted nevertheless. */
  readonly except: readonly number[];
  /** All others that are in progress are left out, likewise; none where it is null. */
  readonly inProgress: readonly number[] | null;
}

export interface FoundRows {
  readonly rows: readonly Position[];
  /** Over all pages; it may be known unasked, and is null where it is not. */
  readonly total: number | null;
}

export interface PlanLimits {
  /** All of a smaller set are looked at and sorted, and so counted as well. */
  readonly smallSet: number;
  /** Up to here it is quicker to read the texts of issues than to ask the search index for all that hold a word. */
  readonly scannedIssues: number;
  /** When a walk past so many has not filled the page, few issues fit. */
  readonly walkedIssues: number;
  /** Then a set is sorted that has no more than this. */
  readonly sortedIssues: number;
}

const LIMITS: PlanLimits = {
  smallSet: 2_000,
  scannedIssues: 500,
  walkedIssues: 1_000,
  sortedIssues: 20_000,
};

/**
 * The rows of a page, and the number of all if it is wanted. SQLite's own planner does not know how many issues have a label
 * or hold a word; here it is found out: either few fit some condition, or a page is soon filled on a walk in the order of
 * the list. What nobody wants counted is not: that can take longer than the page.
 */
export function findIssues(
  database: Database,
  request: PlannedRequest,
  limits: PlanLimits = LIMITS,
): FoundRows {
  const conditions = conjunctsOf(request.query);
  const sets = issueSets(conditions);
  const plan: Plan = { database, request, conditions, sets, limits };
  const { rows, total } = findRows(plan);
  if (total !== null || !request.withTotal) return { rows, total };
  return { rows, total: countIssues(database, conditions, sets) };
}

interface Plan {
  readonly database: Database;
  readonly request: PlannedRequest;
  readonly conditions: readonly Query[];
  readonly sets: readonly IssueSet[];
  readonly limits: PlanLimits;
}

function findRows(plan: Plan): FoundRows {
  const { database, sets, limits, request } = plan;
  const isByNumber = request.sort.field === 'number';
  const [only, ...others] = sets;
  // The search index itself goes by number, and stops when the page is full.
  if (isByNumber && only?.source === 'search' && others.length === 0) return walkAlong(plan, only);
  const small = smallestSet(database, sets, limits.smallSet);
  if (small) return sortFitting(plan, small);
  return walkAlong(plan, isByNumber ? smallestIndexed(database, sets) : null);
}

function smallestIndexed(database: Database, sets: readonly IssueSet[]): IssueSet | null {
  const indexed = sets.filter(({ source }) => source === 'index');
  return smallestSet(database, indexed, Number.MAX_SAFE_INTEGER);
}

/** First past some issues, looking into each; when that does not fill the page, all that fit are looked up. */
function walkAlong(plan: Plan, along: IssueSet | null): FoundRows {
  const { database, request, conditions, sets, limits } = plan;
  const { sort, after, limit } = request;
  const undecided = undecidedBy(along, conditions);
  const leftIn = whatIsLeftIn(request, { number: 'i.number', state: 'i.state' });
  const condition = (access: Access) => allOf([...undecided.map((it) => compileQuery(it, access)), leftIn]);
  const whole: Walk = { sort, along, after, limit, until: null };
  const [scan, index] = [condition('scan'), condition('index')];
  const isOneWay = scan.sql === index.sql && (along !== null || sets.length === 0);
  const until = isOneWay ? null : positionBehind(database, whole, limits.walkedIssues);
  const near = walk(database, scan, { ...whole, until });
  if (near.length === limit) return { rows: near, total: null };
  if (until === null) return { rows: near, total: after === null && leftIn === TRUE ? near.length : null };
  const set = along ? null : smallestSet(database, sets, limits.sortedIssues);
  if (set) return sortFitting(plan, set);
  const far = walk(database, index, { ...whole, after: until, limit: limit - near.length });
  return { rows: [...near, ...far], total: null };
}

/** Finds all, counts them, and sorts out the page, in one go. */
function sortFitting({ database, request, conditions, limits }: Plan, set: SizedSet): FoundRows {
  const { sort, after, limit } = request;
  if (set.size === 0) return { rows: [], total: 0 };
  const { column } = sortKey(sort);
  const access = set.size <= limits.scannedIssues ? 'scan' : 'index';
  const fitting = fittingOf(set, undecidedBy(set, conditions), access);
  const rest = allOf([
    after === null ? TRUE : behindPosition(sort, after, { key: 'key', number: 'number' }),
    whatIsLeftIn(request, { number: 'number', state: 'state' }),
  ]);
  const direction = sort.descending ? 'DESC' : 'ASC';
  const found = database
    .prepare<unknown[], { total: number; key: number | null; number: number | null }>(
      `WITH found AS MATERIALIZED (SELECT i.${column} AS key, i.number AS number, i.state AS state ${fitting.sql})
       SELECT c.total, p.key, p.number
       FROM (SELECT count(*) AS total FROM found) c
         LEFT JOIN (SELECT key, number FROM found WHERE ${rest.sql} ORDER BY key ${direction}, number ${direction} LIMIT ?) p
       ORDER BY p.key ${direction}, p.number ${direction}`,
    )
    .all(...fitting.params, ...rest.params, limit);
  const rows = found.flatMap(({ key, number }) => (key === null || number === null ? [] : [{ key, number }]));
  return { rows, total: found[0]?.total ?? 0 };
}

function whatIsLeftIn(
  { except, inProgress }: PlannedRequest,
  columns: { readonly number: string; readonly state: string },
): SqlPart {
  const among = (numbers: readonly number[]) =>
    part(`${columns.number} IN (SELECT value FROM json_each(?))`, JSON.stringify(numbers));
  const isBegun = part(`${columns.state} = 'in_progress'`);
  return allOf([
    ...(except.length === 0 ? [] : [negate(among(except))]),
    ...(inProgress === null ? [] : [anyOf([negate(isBegun), among(inProgress)])]),
  ]);
}
