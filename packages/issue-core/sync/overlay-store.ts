import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { compareText } from './canonical.ts';
import type { RecordKind, SyncRecord } from './records.ts';
import type { RecordRange, StoredRecord, StoreWrite, SyncStore } from './store-port.ts';
import { createWrittenRecords } from './written-records.ts';

const PAGE_SIZE = 1_000;

export interface OverlayStore extends SyncStore {
  /** What brings the store below to where this one is; from then on it is all that this one has. */
  drain(): readonly StoreWrite[];
}

/** A store whose writes are seen by its readers only, and gone with it: what a dry run writes into. */
export function overlayStore(under: SyncStore): OverlayStore {
  const written = createWrittenRecords();

  // Not async: that would pass the promise of the store below through three more turns of the queue.
  function get<K extends RecordKind>(kind: K, key: string): Promise<SyncRecord<K> | null> {
    const own = written.get(kind, key);
    return own === undefined ? under.get(kind, key) : Promise.resolve(own);
  }

  async function list<K extends RecordKind>(
    kind: K,
    range: RecordRange,
  ): Promise<readonly StoredRecord<K>[]> {
    const own = written.below(kind, range);
    // Enough of the store below to fill the page even if every written key hides one of it.
    const below = await under.list(kind, { ...range, limit: range.limit + own.length });
    if (own.length === 0) return below;
    const standing = own.flatMap(({ key, record }) => (record === null ? [] : [{ key, record }]));
    return [...standing, ...below.filter(({ key }) => written.get(kind, key) === undefined)]
      .toSorted((left, right) => compareText(left.key, right.key))
      .slice(0, range.limit);
  }

  async function checkInsert(write: Extract<StoreWrite, { op: 'insert' | 'put' }>): Promise<void> {
    const standing = await get(write.kind, write.key);
    if (standing !== null && JSON.stringify(standing) !== JSON.stringify(write.record)) {
      throw new FixpointError('RECORD_CONFLICT', `${under.pair}: ${write.kind} ${write.key}.`);
    }
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
      for (const write of writes) if (write.op === 'insert') await checkInsert(write);
      for (const write of writes) written.add(write);
    },
    drain: written.drain,
  };
}
