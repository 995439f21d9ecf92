import type { NewIssue } from '@fixpoint/issue-core/model/issue.ts';
import { PRIORITIES } from '@fixpoint/issue-core/model/issue.ts';

const LABELS = 40;
const PEOPLE = 30;
const VOWELS = 'eaoiu';
const CONSONANTS = 'tnsrhldcmfpgwybvkxjqz';
const WORDS = makeWords(5_000);

export interface MadeUpIssues {
  issue(): NewIssue;
  comment(): string;
  /** Each as likely as any other, however frequent it is in the issues. */
  word(): string;
  readonly frequentWord: string;
  /** A whole number below this one. */
  below(bound: number): number;
}

/** Issues as a large project has them, the same at each run: a few words, labels and people are in most of them. */
export function madeUpIssues(seed: number): MadeUpIssues {
  const random = createRandom(seed);
  const below = (bound: number) => Math.floor(random() * bound);
  /** Squared, so that the first are the most frequent. */
  const seldomBelow = (bound: number) => Math.floor(random() ** 3 * bound);
  const text = (words: number) =>
    Array.from({ length: words }, () => WORDS[seldomBelow(WORDS.length)]).join(' ');

  return {
    below,
    frequentWord: WORDS[0] ?? '',
    word: () => WORDS[below(WORDS.length)] ?? '',
    comment: () => text(20 + below(40)),
    issue() {
      const isClosed = random() < 0.6;
      const urgency = below(10);
      const priority = PRIORITIES[urgency];
      return {
        title: text(4 + below(6)),
        body: text(30 + below(120)),
        state: isClosed ? 'closed' : random() < 0.1 ? 'in_progress' : 'open',
        type: random() < 0.5 ? 'bug' : null,
        ...(priority ? { priority } : {}),
        labels: Array.from({ length: below(4) }, () => `area-${seldomBelow(LABELS)}`),
        assignees: random() < 0.4 ? [`person-${seldomBelow(PEOPLE)}`] : [],
      };
    },
  };
}

/** Words that can be spoken, of three to ten letters, frequent letters more often. */
function makeWords(count: number): readonly string[] {
  const random = createRandom(0);
  const letterOf = (letters: string) => letters[Math.floor(random() ** 2 * letters.length)] ?? '';
  return Array.from({ length: count }, () => {
    const length = 3 + Math.floor(random() * 8);
    const first = random() < 0.3 ? 1 : 0;
    return Array.from({ length }, (_, at) => letterOf((first + at) % 2 === 0 ? CONSONANTS : VOWELS)).join('');
  });
}

/** Mulberry32: from 0 to 1, and the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
