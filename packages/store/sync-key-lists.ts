import type { Collection, Db } from 'mongodb';
import { withStoreErrors } from './store-errors.ts';

interface KeyList {
  readonly _id: string;
  /** What stands behind the prefix in each key. */
  readonly names: readonly string[];
}

export interface KeyLists {
  /** In the order of their bytes. */
  keysOf(prefix: string): Promise<readonly string[]>;
  add(key: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/**
 * Which keys there are below a prefix, as one document a prefix: the embedded store reads a whole collection for a range.
 * Written by whoever holds the pair's lease, and by nobody else, because a list is read, changed and written back.
 */
export function createKeyLists(db: Db, pair: string): KeyLists {
  const lists: Collection<KeyList> = db.collection('sync_comment_keys');

  async function read(prefix: string): Promise<readonly string[]> {
    const found = await withStoreErrors(() => lists.findOne({ _id: `${pair}/${prefix}` }));
    return found?.names ?? [];
  }

  async function change(key: string, to: (names: readonly string[], name: string) => readonly string[]) {
    const cut = key.indexOf('/') + 1;
    const prefix = key.slice(0, cut);
    const names = await read(prefix);
    const changed = to(names, key.slice(cut));
    if (changed.length === names.length) return;
    await withStoreErrors(() =>
      lists.replaceOne({ _id: `${pair}/${prefix}` }, { names: changed }, { upsert: true }),
    );
  }

  return {
    keysOf: async (prefix) => (await read(prefix)).map((name) => `${prefix}${name}`),
    add: (key) =>
      change(key, (names, name) => (names.includes(name) ? names : [...names, name].sort(byBytes))),
    remove: (key) => change(key, (names, name) => names.filter((other) => other !== name)),
  };
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
