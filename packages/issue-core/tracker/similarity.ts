import { fold } from '../query/fold.ts';

export interface DuplicateCandidate {
  readonly number: number;
  readonly title: string;
  /** 0 to 1; 1 is the same words in the same order. */
  readonly similarity: number;
}

export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/** A text made ready to be compared with many. */
export interface Shingles {
  readonly title: ReadonlySet<string>;
  readonly body: ReadonlySet<string>;
}

/** Beyond it a body says nothing new about what an issue is. */
const MAX_BODY_WORDS = 500;
const TITLE_WEIGHT = 0.7;
/** Letters, marks and digits of every script; one character of those that are written without spaces. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{Letter}\p{Mark}\p{Number}_]+/gu;

export function shinglesOf({ title, body }: IssueText): Shingles {
  return { title: shingles(wordsOf(title)), body: shingles(wordsOf(body).slice(0, MAX_BODY_WORDS)) };
}

/**
 * How alike two issues are, from 0 to 1: the share of words and pairs of neighbouring words that they have in common
 * (Sørensen–Dice), the title counting for 70 %. The same in both directions; where one has no body, the titles decide.
 */
export function similarity(a: Shingles, b: Shingles): number {
  const titles = dice(a.title, b.title);
  if (a.body.size === 0 || b.body.size === 0) return titles;
  return TITLE_WEIGHT * titles + (1 - TITLE_WEIGHT) * dice(a.body, b.body);
}

function wordsOf(text: string): readonly string[] {
  return fold(text).match(WORD) ?? [];
}

function shingles(words: readonly string[]): ReadonlySet<string> {
  const pairs = words.slice(1).map((word, i) => `${words[i]} ${word}`);
  return new Set([...words, ...pairs]);
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let shared = 0;
  for (const shingle of a) if (b.has(shingle)) shared += 1;
  return (2 * shared) / (a.size + b.size);
}
