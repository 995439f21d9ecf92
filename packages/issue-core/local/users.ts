import { z } from 'zod';
import type { IssueBackend } from '../backend/port.ts';
import type { User } from '../model/label.ts';
import { fold } from '../query/fold.ts';
import { cleanName } from './clean-text.ts';
import { decodeCursor } from './cursor.ts';
import { PAGE_SIZE, toPage } from './list-page.ts';
import type { LocalSession } from './session.ts';

interface UserRow {
  readonly login: string;
  readonly folded: string;
}

const Position = z.string();

/** The row of this person, made when there is none: whoever is named in a local store exists. Within a write. */
export function createUserIds({ database }: LocalSession): (login: string) => number {
  const find = database.prepare<[string], number>('SELECT id FROM users WHERE folded = ?').pluck();
  const insert = database
    .prepare<[string, string], number>('INSERT INTO users (login, folded) VALUES (?, ?) RETURNING id')
    .pluck();

  return (login) => {
    const id = find.get(fold(login)) ?? insert.get(login, fold(login));
    if (id === undefined) throw new Error(`No row was made for ${login}.`);
    return id;
  };
}

export interface OwnUser {
  readonly id: number;
  /** As it was first written. */
  readonly login: string;
}

/** Whoever works with the store, who was introduced to it: looked up once, because people do not go. */
export function createOwnUser({ database, login }: LocalSession): () => OwnUser {
  const find = database.prepare<[string], OwnUser>('SELECT id, login FROM users WHERE folded = ?');
  let known: OwnUser | undefined;
  return () => {
    known ??= find.get(fold(cleanName('login', login)));
    if (known) return known;
    throw new Error(`${login} was not introduced to the store.`);
  };
}

/** People, all of them known by having been named in an issue, a comment, or as who works with the store. */
export function userOperations(session: LocalSession): Pick<IssueBackend, 'listUsers' | 'currentUser'> {
  const { database } = session;
  const page = database.prepare<[string, number], UserRow>(
    'SELECT login, folded FROM users WHERE folded > ? ORDER BY folded LIMIT ?',
  );
  const count = database.prepare<[], number>('SELECT count(*) FROM users').pluck();
  const find = database.prepare<[string], UserRow>('SELECT login, folded FROM users WHERE folded = ?');

  return {
    async listUsers(cursor) {
      const after = cursor === null ? '' : decodeCursor(cursor, Position);
      return session.read(() =>
        toPage(page.all(after, PAGE_SIZE + 1), {
          pageSize: PAGE_SIZE,
          total: count.get() ?? 0,
          toItems: (rows) => rows.map(toUser),
          positionOf: ({ folded }) => folded,
        }),
      );
    },
    async currentUser() {
      const folded = fold(session.login);
      return session.read(() => toUser(find.get(folded) ?? { login: session.login, folded }));
    },
  };
}

/** Makes the one who works with the store known to it. */
export function introduce(session: LocalSession): void {
  const login = cleanName('login', session.login);
  const known = session.database.prepare<[string]>('SELECT 1 FROM users WHERE folded = ?').get(fold(login));
  if (!known) session.write(undefined, () => createUserIds(session)(login));
}

/** The folded login is the id: it does not change with the file that the person is kept in. */
function toUser({ login, folded }: UserRow): User {
  return { id: folded, login, name: null };
}
