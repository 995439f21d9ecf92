import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { compareText } from './canonical.ts';
import type { RecordKind, SyncRecord } from './records.ts';
import type { RecordRange, StoredRecord, StoreWrite, SyncStore } from './store-port.ts';

const PAGE_SIZE = 1_000;

/** A store whose writes are seen by its readers only, and gone with it: what a dry run writes into. */
export function overlayStore(under: SyncStore): SyncStore {
  const written = new Map<RecordKind, Map<string, unknown>>();
  const over = (kind: RecordKind): Map<string, unknown> => {
    const known = written.get(kind) ?? new Map<string, unknown>();
    written.set(kind, known);
    return known;
  };

  async function get<K extends RecordKind>(kind: K, key: string): Promise<SyncRecord<K> | null> {
    const records = over(kind);
    // Only `commit` below writes into the map, each record under its own kind; a removed one is null.
    return records.has(key) ? (records.get(key) as SyncRecord<K> | null) : under.get(kind, key);
  }

  async function list<K extends RecordKind>(
    kind: K,
    range: RecordRange,
  ): Promise<readonly StoredRecord<K>[]> {
    const records = over(kind);
    const own = [...records].flatMap(([key, record]) =>
      record !== null && key.startsWith(range.prefix) && (range.after === null || key > range.after)
        ? [{ key, record: record as SyncRecord<K> }]
        : [],
    );
    // Enough of the store below to fill the page even if every written key hides one of it.
    const below = await under.list(kind, { ...range, limit: range.limit + records.size });
    return [...own, ...below.filter(({ key }) => !records.has(key))]
      .toSorted((left, right) => compareText(left.key, right.key))
      .slice(0, range.limit);
  }

  async function put(write: StoreWrite): Promise<void> {
    if (write.op === 'insert') {
      const standing = await get(write.kind, write.key);
      if (standing !== null && JSON.stringify(standing) !== JSON.stringify(write.record)) {
        throw new FixpointError('RECORD_CONFLICT', `${under.pair}: ${write.kind} ${write.key}.`);
      }
    }
    over(write.kind).set(write.key, write.op === 'remove' ? null : write.record);
  }

  return {
    pair: under.pair,
    get,
    list,
    async count(kind, prefix) {
      let records = 0;
      let after: string | null = null;
      do {
        const page: readonly { key: string }[] = await list(kind, { prefix, after, limit: PAGE_SIZE });
        records += page.length;
        after = page.length < PAGE_SIZE ? null : (page.at(-1)?.key ?? null);
      } while (after !== null);
      return records;
    },
    async commit(writes) {
      for (const write of writes) await put(write);
    },
  };
}
