import { queryError } from './query-error.ts';

/** A part of the text as it was written; `at` counts from its beginning, in UTF-16 units. */
export interface Written {
  readonly text: string;
  readonly at: number;
  /** Quoted text is never an operator, a list, a number of an issue, `*` or `@me`. */
  readonly quoted: boolean;
}

export type Token =
  | { readonly kind: 'open' | 'close'; readonly at: number }
  | { readonly kind: 'operator'; readonly operator: 'AND' | 'OR' | 'NOT'; readonly at: number }
  | { readonly kind: 'word'; readonly word: Written; readonly at: number }
  /** `name:value,value`, with the name as it was written. */
  | {
      readonly kind: 'qualifier';
      readonly name: string;
      readonly values: readonly Written[];
      readonly at: number;
    };

const SPACE = /\s+/;
/** A hyphen before a space or another hyphen is text, so that `--flag` can be looked for. */
const MINUS = /-(?=[^\s)-])/;
const QUALIFIER = /([a-z][a-z_-]*):/i;
const BARE_WORD = /[^\s()]+/;
const BARE_VALUE = /[^\s(),]+/;
const QUOTED = /"((?:[^"\\]|\\.)*)"/s;

interface Read {
  readonly tokens: readonly Token[];
  readonly end: number;
}

/** @throws FixpointError QUERY_INVALID when a quote is not closed or a qualifier has no value */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const read = readAt(text, at);
    tokens.push(...read.tokens);
    at = skipSpace(text, read.end);
  }
  return tokens;
}

function readAt(text: string, at: number): Read {
  const char = text[at];
  if (char === '(' || char === ')') {
    return { tokens: [{ kind: char === '(' ? 'open' : 'close', at }], end: at + 1 };
  }
  if (matchAt(MINUS, text, at)) return { tokens: [{ kind: 'operator', operator: 'NOT', at }], end: at + 1 };
  const qualifier = matchAt(QUALIFIER, text, at);
  if (qualifier) return readQualifier(text, at, qualifier[1] ?? '');
  const { written: word, end } = readWritten(text, at, BARE_WORD);
  if (!word.quoted && (word.text === 'AND' || word.text === 'OR' || word.text === 'NOT')) {
    return { tokens: [{ kind: 'operator', operator: word.text, at }], end };
  }
  return { tokens: [{ kind: 'word', word, at }], end };
}

function readQualifier(text: string, at: number, name: string): Read {
  const values: Written[] = [];
  let end = at + name.length;
  do {
    const value = readWritten(text, end + 1, BARE_VALUE);
    if (value.written.text === '') {
      throw queryError(text, value.written.at, `\`${name}:\` needs a value right after it.`);
    }
    values.push(value.written);
    end = value.end;
  } while (text[end] === ',');
  return { tokens: [{ kind: 'qualifier', name, values, at }], end };
}

function readWritten(text: string, at: number, bare: RegExp): { written: Written; end: number } {
  if (text[at] !== '"') {
    const found = matchAt(bare, text, at)?.[0] ?? '';
    return { written: { text: found, at, quoted: false }, end: at + found.length };
  }
  const quoted = matchAt(QUOTED, text, at);
  if (!quoted) throw queryError(text, at, 'This quote is not closed.');
  const inner = (quoted[1] ?? '').replace(/\\(["\\])/g, '$1');
  if (inner === '') throw queryError(text, at, 'There is nothing between these quotes.');
  return { written: { text: inner, at, quoted: true }, end: at + quoted[0].length };
}

function skipSpace(text: string, at: number): number {
  return at + (matchAt(SPACE, text, at)?.[0].length ?? 0);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  const sticky = new RegExp(pattern, `${pattern.flags}y`);
  sticky.lastIndex = at;
  return sticky.exec(text);
}
