/** Every word that people write is unique, so that it can be looked for afterwards: `t12t`. */
export interface Ledger {
  /** A new word that must be found at the end. */
  write(): string;
  /** Somebody who saw these words replaced or deleted them. */
  overwrite(text: string): void;
  /** Somebody took this label away: it must be gone at the end. */
  remove(label: string): void;
  readonly alive: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

const WORD = /t\d+t/gi;

export function wordsOf(text: string): readonly string[] {
  return (text.match(WORD) ?? []).map((word) => word.toLowerCase());
}

export function createLedger(): Ledger {
  const alive = new Set<string>();
  const removed = new Set<string>();
  let last = 0;
  return {
    alive,
    removed,
    write() {
      last += 1;
      const word = `t${last}t`;
      alive.add(word);
      return word;
    },
    overwrite(text) {
      for (const word of wordsOf(text)) alive.delete(word);
    },
    remove(label) {
      for (const word of wordsOf(label)) {
        alive.delete(word);
        removed.add(word);
      }
    },
  };
}
