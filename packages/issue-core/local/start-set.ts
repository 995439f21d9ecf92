import type { Query } from '../query/ast.ts';
import type { Database } from '../sqlite/open-database.ts';
import { compileQuery } from './compile-query.ts';
import type { Access } from './compile-term.ts';
import type { IssueSet } from './issue-sets.ts';
import { allOf, type SqlPart } from './sql-part.ts';

export interface SizedSet extends IssueSet {
  readonly size: number;
}

/** The smallest of the sets with fewer issues than `bound`; of each no more than that are looked at. */
export function smallestSet(database: Database, sets: readonly IssueSet[], bound: number): SizedSet | null {
  let smallest: SizedSet | null = null;
  for (const set of sets) {
    const below: number = smallest?.size ?? bound;
    const sized = set.source === 'index' ? counted(database, set, below) : listed(database, set, below);
    if (sized.size < below) smallest = sized;
  }
  return smallest;
}

function counted(database: Database, set: IssueSet, most: number): SizedSet {
  const size = countOf(database, {
    sql: `SELECT count(*) FROM (SELECT 1 FROM (${set.sql}) LIMIT ?)`,
    params: [...set.params, most],
  });
  return { ...set, size };
}

/** What takes long to find is found once, and kept. */
function listed(database: Database, set: IssueSet, most: number): SizedSet {
  const numbers = database
    .prepare<unknown[], number>(`SELECT number FROM (${set.sql}) LIMIT ?`)
    .pluck()
    .all(...set.params, most);
  return {
    ...set,
    sql: 'SELECT value AS number FROM json_each(?)',
    params: [JSON.stringify(numbers)],
    source: 'computed',
    size: numbers.length,
  };
}

export function undecidedBy(set: IssueSet | null, conditions: readonly Query[]): readonly Query[] {
  return conditions.filter((condition) => !set?.decides.includes(condition));
}

/** The issues `i` of the set, or all, that fulfil these conditions, from FROM on. */
export function fittingOf(set: IssueSet | null, conditions: readonly Query[], access: Access): SqlPart {
  const rest = allOf(conditions.map((condition) => compileQuery(condition, access)));
  // CROSS JOIN: SQLite is not to change the order.
  const from = set === null ? 'issues i' : `(${set.sql}) s CROSS JOIN issues i ON i.number = s.number`;
  return { sql: `FROM ${from} WHERE ${rest.sql}`, params: [...(set?.params ?? []), ...rest.params] };
}

export function countOf(database: Database, { sql, params }: SqlPart): number {
  const count = database
    .prepare<unknown[], number>(sql)
    .pluck()
    .get(...params);
  return count ?? 0;
}
