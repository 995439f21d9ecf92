import type { Query, Term } from '../query/ast.ts';
import { fold } from '../query/fold.ts';
import { part, type SqlPart } from './sql-part.ts';

type TextTerm = Extract<Term, { kind: 'text' }>;

const MIN_INDEXED_CHARS = 3;
/** Of a longer word its beginning is looked up, which finds more, and never less. */
const MAX_INDEXED_CHARS = 64;

/** Blocked by an open issue, itself or through its parent, however far up. */
export const BLOCKED_ISSUES = part(
  `WITH RECURSIVE blocked (number) AS (
     SELECT l.target FROM links l JOIN issues b ON b.number = l.source WHERE l.kind = 'blocks' AND b.state <> 'closed'
     UNION SELECT c.number FROM blocked JOIN issues c ON c.parent = blocked.number)
   SELECT number FROM blocked`,
);

/** Whether this issue is one of them: quicker for those who look at few. CROSS JOIN: from the issue upwards. */
export const IS_BLOCKED = part(
  `EXISTS (
     WITH RECURSIVE above (number) AS (
       SELECT i.number
       UNION SELECT p.parent FROM above CROSS JOIN issues p ON p.number = above.number WHERE p.parent IS NOT NULL)
     SELECT 1 FROM above CROSS JOIN links l ON l.target = above.number AND l.kind = 'blocks'
       CROSS JOIN issues b ON b.number = l.source
     WHERE b.state <> 'closed')`,
);

/** At once in the search index; further ones are looked for in what these find. */
const MAX_WORDS = 20;
/** Compound statements are limited to 500 parts, and many gain nothing. */
const MAX_UNITED_SETS = 20;

/** Numbers of issues, as a query that an index answers. */
export interface IssueSet extends SqlPart {
  /** Those conditions of the query that hold for all of these issues, and for no others. */
  readonly decides: readonly Query[];
  /**
   * An index of this database, or the search index, gives them one after the other by their numbers, so that nobody reads
   * more than needed; others are computed all at once.
   */
  readonly source: 'index' | 'search' | 'computed';
}

/**
 * For conditions that must all hold, sets of issues that hold all those which fulfil them. A list starts from the smallest
 * of these sets instead of looking at every issue. The one of words comes last, for it takes the longest to count.
 */
export function issueSets(conditions: readonly Query[]): readonly IssueSet[] {
  const texts = conditions
    .filter((it) => it.kind === 'text')
    .filter(isIndexed)
    .slice(0, MAX_WORDS);
  const withTexts = texts.length === 0 ? null : issuesWithText(texts);
  const sets = conditions.flatMap((condition): readonly IssueSet[] => {
    const set = condition.kind === 'text' ? null : issueSet(condition);
    return set === null ? [] : [{ ...set, decides: [condition], source: sourceOf(condition) }];
  });
  if (withTexts === null) return sets;
  return [...sets, { ...withTexts, decides: texts.filter(isWhollyIndexed), source: 'search' }];
}

function sourceOf({ kind }: Query): IssueSet['source'] {
  return kind === 'or' || kind === 'is' ? 'computed' : 'index';
}

/** The issues that fulfil the condition; null where no index knows them. */
function issueSet(query: Query): SqlPart | null {
  switch (query.kind) {
    case 'or': {
      const sets = query.parts.map(issueSet).filter((set) => set !== null);
      if (sets.length < query.parts.length || sets.length === 0 || sets.length > MAX_UNITED_SETS) return null;
      return {
        sql: sets.map(({ sql }) => `SELECT number FROM (${sql})`).join(' UNION '),
        params: sets.flatMap(({ params }) => params),
      };
    }
    case 'everything':
    case 'and':
    case 'not':
      return null;
    case 'text':
      return isWhollyIndexed(query) ? issuesWithText([query]) : null;
    default:
      return issueSetOfTerm(query);
  }
}

function issueSetOfTerm(term: Exclude<Term, TextTerm>): SqlPart | null {
  switch (term.kind) {
    case 'label':
      return named(
        term.name,
        'SELECT issue AS number FROM issue_labels WHERE label = (SELECT id FROM labels WHERE folded = +?)',
      );
    case 'assignee':
      return named(
        term.login,
        'SELECT issue AS number FROM issue_assignees WHERE user = (SELECT id FROM users WHERE folded = +?)',
      );
    case 'author':
      return named(
        term.login,
        'SELECT number FROM issues WHERE author = (SELECT id FROM users WHERE folded = +?)',
      );
    case 'milestone':
      return named(
        term.title,
        'SELECT number FROM issues WHERE milestone = (SELECT id FROM milestones WHERE folded = +?)',
      );
    case 'number':
      return term.range.from === null || term.range.to === null
        ? null
        : part('SELECT number FROM issues WHERE number BETWEEN +? AND +?', term.range.from, term.range.to);
    case 'parent':
      return part('SELECT number FROM issues WHERE parent = +?', term.number);
    case 'blocked-by':
      return part("SELECT target AS number FROM links WHERE kind = 'blocks' AND source = +?", term.number);
    case 'blocks':
      return part("SELECT source AS number FROM links WHERE target = +? AND kind = 'blocks'", term.number);
    case 'is':
      return term.what === 'blocked' ? BLOCKED_ISSUES : null;
    default:
      return null;
  }
}

/** Null for a name that is no text, which names nothing: SQLite would put another character in the place of a half one. */
function named(name: string, sql: string): SqlPart | null {
  return name.isWellFormed() ? part(sql, fold(name)) : null;
}

/** The issues that hold all of these words, or more; null where the search index does not know one of them. */
export function issuesWithText(terms: readonly TextTerm[]): SqlPart | null {
  if (!terms.every(isIndexed)) return null;
  const phrases = terms.map(({ word, in: where }) => {
    const phrase = Array.from(fold(word)).slice(0, MAX_INDEXED_CHARS).join('').replaceAll('"', '""');
    return where === 'any' ? `("${phrase}")` : `(${where} : "${phrase}")`;
  });
  return part('SELECT rowid AS number FROM issue_text WHERE issue_text MATCH ?', phrases.join(' AND '));
}

/** It is text that can be stored, and no shorter than a trigram. */
function isIndexed({ word }: TextTerm): boolean {
  return word.isWellFormed() && !word.includes('\0') && Array.from(fold(word)).length >= MIN_INDEXED_CHARS;
}

/** Whether the search index alone decides: a phrase of trigrams is the text itself. */
export function isWhollyIndexed(term: TextTerm): boolean {
  return isIndexed(term) && Array.from(fold(term.word)).length <= MAX_INDEXED_CHARS;
}
