import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Query, Term } from '../query/ast.ts';
import { type Access, compileTerm, mayBeReady } from './compile-term.ts';
import { allOf, anyOf, FALSE, negate, type SqlPart, TRUE } from './sql-part.ts';

/** SQLite refuses expressions that are deeper than 1,000, and a row of ANDs counts as depth. */
const MAX_TERMS = 500;

export interface CompiledQuery extends SqlPart {
  /** Whether it finds what the query asks for, and no more. */
  readonly exact: boolean;
}

/**
 * The query as a condition on `issues i`. It finds everything that the query asks for; and more, where the query asks for
 * what this store does not know (claims, deferrals): whoever calls filters again with `matches`. Under a NOT such a term
 * counts as not so, because there finding less of it is what finds more.
 *
 * @throws FixpointError QUERY_INVALID when the query is too long for SQLite
 */
export function compileQuery(query: Query, access: Access = 'index'): CompiledQuery {
  if (countTerms(query) > MAX_TERMS) {
    throw new FixpointError('QUERY_INVALID', `It has more than ${MAX_TERMS} conditions.`);
  }
  const possible = compile(query, { unknownIs: true, access });
  return { ...possible, exact: !asksForUnknown(query) };
}

interface Mode {
  /** What a term counts as that cannot be decided. */
  readonly unknownIs: boolean;
  readonly access: Access;
}

function compile(query: Query, mode: Mode): SqlPart {
  switch (query.kind) {
    case 'everything':
      return TRUE;
    case 'and':
      return allOf(query.parts.map((it) => compile(it, mode)));
    case 'or':
      return anyOf(query.parts.map((it) => compile(it, mode)));
    case 'not':
      return negate(compile(query.part, { ...mode, unknownIs: !mode.unknownIs }));
    default:
      return compileTerm(query, mode.access) ?? unknown(query, mode);
  }
}

function unknown(term: Term, { unknownIs, access }: Mode): SqlPart {
  if (!unknownIs) return FALSE;
  return term.kind === 'is' && term.what === 'ready' ? mayBeReady(access) : TRUE;
}

function asksForUnknown(query: Query): boolean {
  switch (query.kind) {
    case 'everything':
      return false;
    case 'and':
    case 'or':
      return query.parts.some(asksForUnknown);
    case 'not':
      return asksForUnknown(query.part);
    default:
      return compileTerm(query, 'index') === null;
  }
}

function countTerms(query: Query): number {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.reduce((sum, it) => sum + countTerms(it), 1);
    case 'not':
      return 1 + countTerms(query.part);
    default:
      return 1;
  }
}
