import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { NumberRange, QueryField, Term, TimeRange } from '../query/ast.ts';
import { fold } from '../query/fold.ts';
import { BLOCKED_ISSUES, IS_BLOCKED, issuesWithText, isWhollyIndexed } from './issue-sets.ts';
import { rankOf } from './priority-rank.ts';
import { allOf, FALSE, negate, part, type SqlPart, TRUE } from './sql-part.ts';

/**
 * How words and blockers are looked for: `index` finds all issues that have them at once; `scan` looks at the text and the
 * links of each issue, for those who look at few.
 */
export type Access = 'index' | 'scan';

type TextTerm = Extract<Term, { kind: 'text' }>;

/**
 * A condition on `issues i` that is never NULL, so that its negation is its opposite; null where this store does not know:
 * claims and deferrals are kept beside it.
 */
export function compileTerm(term: Term, access: Access): SqlPart | null {
  switch (term.kind) {
    case 'text':
      return compileText(term, access);
    case 'state':
      return part('i.state = +?', term.state);
    case 'not-closed':
      return part("i.state <> 'closed'");
    case 'close-reason':
      return part('i.close_reason IS +?', term.reason);
    case 'label':
      return named(
        term.name,
        'EXISTS (SELECT 1 FROM issue_labels c WHERE c.issue = i.number AND c.label = (SELECT id FROM labels WHERE folded = +?))',
      );
    case 'type':
      return named(term.type, 'i.type IS +?');
    case 'priority':
      return term.priorities.length === 0
        ? FALSE
        : part(
            `(i.priority IS NOT NULL AND i.priority IN (${term.priorities.map(() => '?').join(', ')}))`,
            ...term.priorities.map(rankOf),
          );
    case 'assignee':
      return named(
        term.login,
        'EXISTS (SELECT 1 FROM issue_assignees a WHERE a.issue = i.number AND a.user = (SELECT id FROM users WHERE folded = +?))',
      );
    case 'author':
      return named(term.login, 'coalesce(i.author = (SELECT id FROM users WHERE folded = +?), 0)');
    case 'milestone':
      return named(term.title, 'coalesce(i.milestone = (SELECT id FROM milestones WHERE folded = +?), 0)');
    case 'has':
      return compileHas(term.field);
    case 'number':
      return within('i.number', term.range);
    case 'comments':
      return within('i.comment_count', term.range);
    case 'time':
      return during(`i.${term.field}_at`, term.range);
    case 'parent':
      return part('coalesce(i.parent = +?, 0)', term.number);
    case 'blocked-by':
      return linked('l.source = +? AND l.target = i.number', term.number);
    case 'blocks':
      return linked('l.target = +? AND l.source = i.number', term.number);
    case 'is':
      return term.what === 'blocked' ? isBlocked(access) : null;
    case 'claimed-by':
      return null;
    default:
      return assertNever(term);
  }
}

/** What is certainly so of a ready issue: whether it is claimed, abandoned or put off is not known here. */
export function mayBeReady(access: Access): SqlPart {
  return allOf([part("i.state <> 'closed'"), negate(isBlocked(access))]);
}

function isBlocked(access: Access): SqlPart {
  return access === 'scan' ? IS_BLOCKED : isIn(BLOCKED_ISSUES);
}

function compileText(term: TextTerm, access: Access): SqlPart | null {
  // Half of a character could be half of one in the text: only whoever has the text itself can say.
  if (!term.word.isWellFormed()) return null;
  const word = fold(term.word);
  if (word === '') return TRUE;
  const columns = term.in === 'any' ? ['title', 'body'] : [term.in];
  const holdsWord = part(
    `(${columns.map((column) => `instr(t.${column}, ?) > 0`).join(' OR ')})`,
    ...columns.map(() => word),
  );
  const inThisIssue = part(
    `EXISTS (SELECT 1 FROM issue_folded t WHERE t.issue = i.number AND ${holdsWord.sql})`,
    ...holdsWord.params,
  );
  if (access === 'scan') return inThisIssue;
  const indexed = issuesWithText([term]);
  if (indexed === null) {
    return isIn(part(`SELECT t.issue FROM issue_folded t WHERE ${holdsWord.sql}`, ...holdsWord.params));
  }
  return isWhollyIndexed(term) ? isIn(indexed) : allOf([isIn(indexed), inThisIssue]);
}

function isIn({ sql, params }: SqlPart): SqlPart {
  return { sql: `i.number IN (${sql})`, params };
}

/** A name that is no text names nothing; SQLite would put another character in the place of a half one. */
function named(name: string, sql: string): SqlPart {
  return name.isWellFormed() ? part(sql, fold(name)) : FALSE;
}

function linked(ends: string, number: number): SqlPart {
  return part(`EXISTS (SELECT 1 FROM links l WHERE l.kind = 'blocks' AND ${ends})`, number);
}

function compileHas(field: QueryField): SqlPart {
  switch (field) {
    case 'label':
      return part('EXISTS (SELECT 1 FROM issue_labels c WHERE c.issue = i.number)');
    case 'assignee':
      return part('EXISTS (SELECT 1 FROM issue_assignees a WHERE a.issue = i.number)');
    case 'body':
      return part("EXISTS (SELECT 1 FROM issue_bodies b WHERE b.issue = i.number AND b.body <> '')");
    case 'type':
    case 'priority':
    case 'milestone':
    case 'parent':
      return part(`i.${field} IS NOT NULL`);
    default:
      return assertNever(field);
  }
}

function within(column: string, { from, to }: NumberRange): SqlPart {
  const bounds: SqlPart[] = [];
  if (from !== null) bounds.push(bound(`${column} >= +?`, from));
  if (to !== null) bounds.push(bound(`${column} <= +?`, to));
  return allOf(bounds);
}

function during(column: string, { from, before }: TimeRange): SqlPart {
  const bounds = [part(`${column} IS NOT NULL`)];
  if (from !== null) bounds.push(bound(`${column} >= +?`, Date.parse(from)));
  if (before !== null) bounds.push(bound(`${column} < +?`, Date.parse(before)));
  return allOf(bounds);
}

/** Nothing is before or after what is no number. */
function bound(sql: string, value: number): SqlPart {
  return Number.isNaN(value) ? FALSE : part(sql, value);
}
