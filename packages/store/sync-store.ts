import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type RecordKind, SYNC_RECORDS, type SyncRecord } from '@fixpoint/issue-core/sync/records.ts';
import type {
  RecordRange,
  StoredRecord,
  StoreWrite,
  SyncStore,
} from '@fixpoint/issue-core/sync/store-port.ts';
import type { Collection, Db } from 'mongodb';
import { z } from 'zod';
import { isDuplicateKey, withStoreErrors } from './store-errors.ts';
import { createKeyLists } from './sync-key-lists.ts';

/** The record is JSON text: BSON would change number types and refuse some field names. */
interface SyncDocument {
  readonly _id: string;
  readonly record: string;
}

/** Behind every character that a key may have, so that a prefix is a range of ids. */
const LAST_CHARACTER = '\u{10ffff}';
const PAIR_NAME = /^[A-Za-z0-9][A-Za-z0-9._~%-]{0,999}$/;
/** Asked for below an issue again and again, of which there are very many. */
const LISTED: RecordKind = 'comment';
const READ_AT_ONCE = 16;

/**
 * What the sync of one pair remembers, on the Mongo wire: a collection a kind, `<pair>/<key>` as id. Without transactions
 * a commit writes in the given order; one run at a time is the engine's lease, which is decided by an insert.
 *
 * @throws FixpointError INVALID_INPUT for a name that is none; STORE_UNAVAILABLE; of a commit RECORD_CONFLICT too
 */
export function openMongoSyncStore(db: Db, pair: string): SyncStore {
  if (!PAIR_NAME.test(pair))
    throw new FixpointError(
      'INVALID_INPUT',
      `pair: "${pair.slice(0, 100)}" has characters that a key cannot have.`,
    );
  const lists = createKeyLists(db, pair);
  const idOf = (key: string) => `${pair}/${key}`;
  const of = (kind: RecordKind): Collection<SyncDocument> => db.collection(collectionOf(kind));
  const keyIn = ({ _id }: SyncDocument) => _id.slice(pair.length + 1);

  async function find<K extends RecordKind>(kind: K, key: string): Promise<SyncRecord<K> | null> {
    const found = await withStoreErrors(() => of(kind).findOne({ _id: idOf(key) }));
    return found === null ? null : parseRecord(kind, found._id, found.record);
  }

  async function below<K extends RecordKind>(
    kind: K,
    { prefix, after, limit }: RecordRange,
  ): Promise<readonly StoredRecord<K>[]> {
    const keys = (await lists.keysOf(prefix)).filter((key) => after === null || key > after);
    const records: StoredRecord<K>[] = [];
    for (let at = 0; at < keys.length && records.length < limit; at += READ_AT_ONCE) {
      const some = keys.slice(at, at + READ_AT_ONCE);
      const found = await Promise.all(some.map(async (key) => ({ key, record: await find(kind, key) })));
      // A key whose record was never written, or is gone already, means nothing.
      for (const { key, record } of found) if (record !== null) records.push({ key, record });
    }
    return records.slice(0, limit);
  }

  async function put(write: Written<'put'>): Promise<void> {
    const document = { record: JSON.stringify(write.record) };
    await of(write.kind).replaceOne({ _id: idOf(write.key) }, document, { upsert: true });
  }

  async function insert(write: Written<'insert'>): Promise<void> {
    const _id = idOf(write.key);
    const record = JSON.stringify(write.record);
    try {
      await of(write.kind).insertOne({ _id, record });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const standing = await of(write.kind).findOne({ _id });
      if (standing?.record !== record)
        throw new FixpointError('RECORD_CONFLICT', `sync of ${pair}: ${write.kind} ${write.key}.`);
    }
  }

  async function apply(write: StoreWrite): Promise<void> {
    // A list may name what is not there, and never lacks what is.
    if (write.kind === LISTED && write.op !== 'remove') await lists.add(write.key);
    if (write.op === 'remove') await of(write.kind).deleteOne({ _id: idOf(write.key) });
    else if (write.op === 'insert') await insert(write);
    else await put(write);
    if (write.kind === LISTED && write.op === 'remove') await lists.remove(write.key);
  }

  return {
    pair,
    get: find,
    async list(kind, range) {
      if (kind === LISTED && /^[^/]+\/$/.test(range.prefix)) return below(kind, range);
      const { prefix, after, limit } = range;
      const from = after === null ? { $gte: idOf(prefix) } : { $gt: idOf(after), $gte: idOf(prefix) };
      const found = await withStoreErrors(() =>
        of(kind)
          .find({ _id: { ...from, $lt: idOf(prefix) + LAST_CHARACTER } })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray(),
      );
      return found.map((document) => ({
        key: keyIn(document),
        record: parseRecord(kind, document._id, document.record),
      }));
    },
    count: (kind, prefix) =>
      withStoreErrors(() =>
        of(kind).countDocuments({ _id: { $gte: idOf(prefix), $lt: idOf(prefix) + LAST_CHARACTER } }),
      ),
    commit: (writes) =>
      withStoreErrors(async () => {
        for (const write of writes) await apply(write);
      }),
  };
}

type Written<Op extends 'insert' | 'put'> = Extract<StoreWrite, { readonly record: unknown }> & {
  readonly op: Op | 'insert' | 'put';
};

/** What is no JSON is no record either; its text belongs into no message. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function collectionOf(kind: RecordKind): string {
  return `sync_${kind.replaceAll('-', '_')}`;
}

function parseRecord<K extends RecordKind>(kind: K, id: string, text: string): SyncRecord<K> {
  const parsed = SYNC_RECORDS[kind].safeParse(jsonIn(text));
  // The union of all schemas loses which one it was; `kind` tells.
  if (parsed.success) return parsed.data as SyncRecord<K>;
  throw new FixpointError(
    'INVALID_INPUT',
    `Record ${collectionOf(kind)}/${id}: ${z.prettifyError(parsed.error)}`,
  );
}
