import { fold } from '../query/fold.ts';
import type { Deferred } from './group-commit.ts';
import type { LocalSession } from './session.ts';

export interface TextIndex {
  insert(number: number, text: Text): void;
  delete(number: number): void;
}

interface Text {
  readonly title: string;
  readonly body: string;
}

/** Of texts that the search index is yet to forget: so much is held in memory at most. */
const MAX_FORGOTTEN_CHARS = 4_000_000;

/**
 * The folded text of issues and the search index over it, which must be told the very text that it is to forget. The index
 * follows at the end of a transaction: it writes to the disk whenever a savepoint begins.
 */
export function createTextIndex({ database, defer }: Pick<LocalSession, 'database' | 'defer'>): TextIndex {
  const insertFolded = database.prepare<[number, string, string]>(
    'INSERT INTO issue_folded VALUES (?, ?, ?)',
  );
  const deleteFolded = database.prepare<[number]>('DELETE FROM issue_folded WHERE issue = ?');
  const foldedOf = database.prepare<[number], Text>('SELECT title, body FROM issue_folded WHERE issue = ?');
  const deleteIndexed = database.prepare<[number, string, string]>(
    `INSERT INTO issue_text (issue_text, rowid, title, body) VALUES ('delete', ?, ?, ?)`,
  );
  // Not by INSERT … SELECT, which is a savepoint of its own.
  const insertIndexed = database.prepare<[number, string, string]>(
    'INSERT INTO issue_text (rowid, title, body) VALUES (?, ?, ?)',
  );
  /** What the index still has of issues that changed; null where it has nothing. */
  const stale = new Map<number, Text | null>();
  let forgottenChars = 0;

  const deferred: Deferred = {
    settle() {
      for (const [number, before] of stale) {
        if (before) deleteIndexed.run(number, before.title, before.body);
        const text = foldedOf.get(number);
        if (text) insertIndexed.run(number, text.title, text.body);
      }
      deferred.forget();
    },
    forget() {
      stale.clear();
      forgottenChars = 0;
    },
  };
  defer(deferred);

  // A write that is undone leaves its issue here, which then comes to be as it was.
  function changes(number: number): void {
    if (stale.has(number)) return;
    const text = foldedOf.get(number) ?? null;
    stale.set(number, text);
    if (text) forgottenChars += text.title.length + text.body.length;
  }

  return {
    insert(number, { title, body }) {
      // Of one that is written anew, the old text was deleted just before.
      if (!stale.has(number)) stale.set(number, null);
      insertFolded.run(number, fold(title), fold(body));
    },
    delete(number) {
      if (forgottenChars > MAX_FORGOTTEN_CHARS) deferred.settle();
      changes(number);
      deleteFolded.run(number);
    },
  };
}
