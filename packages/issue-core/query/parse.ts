import type { Query } from './ast.ts';
import { normalise } from './normalise.ts';
import { readPlainNumber } from './number-values.ts';
import type { ParseContext } from './parse-context.ts';
import { readQualifier } from './qualifiers.ts';
import { queryError } from './query-error.ts';
import { type Token, tokenize, type Written } from './tokens.ts';

export interface ParseOptions {
  /** What relative times (`-7d`, `today`) count from; days are those of UTC. */
  readonly now: Date;
  /** The login that `@me` stands for. */
  readonly me?: string | null;
  /** The agent that `claimed-by:@me` stands for; without it, `me`. */
  readonly agent?: string | null;
}

const MAX_CHARS = 4_000;
const MAX_DEPTH = 50;

interface Cursor {
  readonly context: ParseContext;
  readonly tokens: readonly Token[];
  next: number;
}

/**
 * Reads a query as docs/query-language.md describes it; the empty text asks for everything. The query is normalised.
 *
 * @throws FixpointError QUERY_INVALID with the place marked, also for more than 4,000 characters or 50 levels
 */
export function parseQuery(text: string, { now, me = null, agent = me }: ParseOptions): Query {
  if (text.length > MAX_CHARS) {
    throw queryError(
      text,
      MAX_CHARS,
      `A query has at most ${MAX_CHARS} characters, this one ${text.length}.`,
    );
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) throw queryError(text, nul, 'No text holds this character.');
  const wellFormed = text.toWellFormed();
  const context = { text: wellFormed, now, me, agent };
  const cursor = { context, tokens: tokenize(wellFormed), next: 0 };
  if (cursor.tokens.length === 0) return { kind: 'everything' };
  const query = parseAlternatives(cursor, 0);
  const rest = peek(cursor);
  if (rest) throw queryError(wellFormed, rest.at, 'This parenthesis was not opened.');
  return normalise(query);
}

function parseAlternatives(cursor: Cursor, depth: number): Query {
  const parts = [parseConjunction(cursor, depth)];
  while (takeOperator(cursor, 'OR')) parts.push(parseConjunction(cursor, depth));
  return { kind: 'or', parts };
}

function parseConjunction(cursor: Cursor, depth: number): Query {
  const parts = [parseNegation(cursor, depth)];
  while (takeOperator(cursor, 'AND') || beginsOperand(peek(cursor))) parts.push(parseNegation(cursor, depth));
  return { kind: 'and', parts };
}

function parseNegation(cursor: Cursor, depth: number): Query {
  const at = peek(cursor)?.at ?? cursor.context.text.length;
  if (depth > MAX_DEPTH) {
    throw queryError(cursor.context.text, at, `Parentheses and NOT nest deeper than ${MAX_DEPTH} levels.`);
  }
  if (!takeOperator(cursor, 'NOT')) return parseOperand(cursor, depth);
  return { kind: 'not', part: parseNegation(cursor, depth + 1) };
}

function parseOperand(cursor: Cursor, depth: number): Query {
  const { text } = cursor.context;
  const token = peek(cursor);
  if (!token) throw queryError(text, text.length, 'Something is missing at the end.');
  cursor.next += 1;
  switch (token.kind) {
    case 'word':
      return readWord(token.word);
    case 'qualifier':
      return readQualifier(token, cursor.context);
    case 'open': {
      const inner = parseAlternatives(cursor, depth + 1);
      if (peek(cursor)?.kind !== 'close') throw queryError(text, token.at, 'This parenthesis is not closed.');
      cursor.next += 1;
      return inner;
    }
    case 'close':
    case 'operator':
      throw queryError(text, token.at, 'Something is missing before this; text goes into quotes.');
  }
}

function readWord(word: Written): Query {
  const number = !word.quoted && word.text.startsWith('#') ? readPlainNumber(word.text) : null;
  if (number !== null) return { kind: 'number', range: { from: number, to: number } };
  return { kind: 'text', word: word.text, in: 'any' };
}

function peek(cursor: Cursor): Token | undefined {
  return cursor.tokens[cursor.next];
}

function takeOperator(cursor: Cursor, operator: 'AND' | 'OR' | 'NOT'): boolean {
  const token = peek(cursor);
  if (token?.kind !== 'operator' || token.operator !== operator) return false;
  cursor.next += 1;
  return true;
}

function beginsOperand(token: Token | undefined): boolean {
  if (token?.kind === 'operator') return token.operator === 'NOT';
  return token !== undefined && token.kind !== 'close';
}
