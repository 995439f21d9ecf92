import type { LocalSession } from './session.ts';

/** How many of the latest changes are kept at least. */
const KEPT_CHANGES = 100_000;
const PRUNE_EVERY = 1_000;

export type ChangeKind = `${'issue' | 'comment' | 'label' | 'milestone' | 'link' | 'attachment'}-${
  | 'created'
  | 'changed'
  | 'deleted'}`;

/** Who changed what and when, for whoever has to find out later. */
export interface ChangeLog {
  append(at: number, kind: ChangeKind, subject: string | number): void;
}

export function createChangeLog({ database, login }: LocalSession): ChangeLog {
  const insert = database.prepare<[number, string, string, string]>(
    'INSERT INTO changes (at, login, kind, subject) VALUES (?, ?, ?, ?)',
  );
  const prune = database.prepare<[number]>('DELETE FROM changes WHERE place <= ?');

  return {
    append(at, kind, subject) {
      const { lastInsertRowid } = insert.run(at, login, kind, String(subject));
      const place = Number(lastInsertRowid);
      if (place % PRUNE_EVERY === 0) prune.run(place - KEPT_CHANGES);
    },
  };
}
