import type { Query } from '../query/ast.ts';
import type { Database } from '../sqlite/open-database.ts';
import { type IssueSet, issueSets } from './issue-sets.ts';
import { part } from './sql-part.ts';
import { countOf, fittingOf, smallestSet, undecidedBy } from './start-set.ts';

/** Beyond this part of all issues it is quicker to go through all than to look each of them up. */
const FEW = 8;

/**
 * How many issues fulfil all of these conditions. Few issues have a certain label; so those that do not have it are all
 * without those that have it, and are never looked at one by one.
 */
export function countIssues(
  database: Database,
  conditions: readonly Query[],
  sets: readonly IssueSet[],
): number {
  const decisive = sets.find((set) => undecidedBy(set, conditions).length === 0);
  if (decisive) return countFitting(database, decisive, []);
  const few = Math.ceil(countOf(database, part('SELECT count(*) FROM issues')) / FEW);
  const set = smallestSet(database, sets, few);
  const excluded = excludedSet(conditions);
  if (!excluded || !smallestSet(database, [excluded], set?.size ?? few)) {
    return countFitting(database, set, conditions);
  }
  const others = conditions.filter((condition) => !excluded.without.includes(condition));
  return countIssues(database, others, issueSets(others)) - countFitting(database, excluded, others);
}

/** The issues that fulfil one of the conditions under these NOTs. */
function excludedSet(
  conditions: readonly Query[],
): (IssueSet & { readonly without: readonly Query[] }) | null {
  const without: Query[] = [];
  const parts: Query[] = [];
  for (const condition of conditions) {
    if (condition.kind !== 'not') continue;
    const { part: negated } = condition;
    if (!issueSets([negated]).some(({ decides }) => decides.includes(negated))) continue;
    without.push(condition);
    parts.push(negated);
  }
  const [first] = parts;
  if (first === undefined) return null;
  const [set] = issueSets([parts.length === 1 ? first : { kind: 'or', parts }]);
  return set ? { ...set, without } : null;
}

function countFitting(database: Database, set: IssueSet | null, conditions: readonly Query[]): number {
  const undecided = undecidedBy(set, conditions);
  const { sql, params } =
    set && undecided.length === 0 ? { ...set, sql: `FROM (${set.sql})` } : fittingOf(set, undecided, 'index');
  return countOf(database, { sql: `SELECT count(*) ${sql}`, params });
}
