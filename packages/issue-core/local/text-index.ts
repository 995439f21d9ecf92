import { fold } from '../query/fold.ts';
import type { LocalSession } from './session.ts';

export interface TextIndex {
  insert(number: number, text: { readonly title: string; readonly body: string }): void;
  delete(number: number): void;
}

/** The folded text of issues and the search index over it, which must be told the very text that it is to forget. */
export function createTextIndex({ database }: LocalSession): TextIndex {
  const insertFolded = database.prepare<[number, string, string]>(
    'INSERT INTO issue_folded VALUES (?, ?, ?)',
  );
  const insertIndexed = database.prepare<[number, string, string]>(
    'INSERT INTO issue_text (rowid, title, body) VALUES (?, ?, ?)',
  );
  const deleteIndexed = database.prepare<[number]>(
    `INSERT INTO issue_text (issue_text, rowid, title, body)
     SELECT 'delete', issue, title, body FROM issue_folded WHERE issue = ?`,
  );
  const deleteFolded = database.prepare<[number]>('DELETE FROM issue_folded WHERE issue = ?');

  return {
    insert(number, { title, body }) {
      const folded = [fold(title), fold(body)] as const;
      insertFolded.run(number, ...folded);
      insertIndexed.run(number, ...folded);
    },
    delete(number) {
      deleteIndexed.run(number);
      deleteFolded.run(number);
    },
  };
}
