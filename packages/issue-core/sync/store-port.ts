import type { RecordKind, SyncRecord } from './records.ts';

export type StoreWrite = {
  [K in RecordKind]:
    | {
        readonly op: 'insert' | 'put';
        readonly kind: K;
        readonly key: string;
        readonly record: SyncRecord<K>;
      }
    | { readonly op: 'remove'; readonly kind: K; readonly key: string };
}[RecordKind];

export interface StoredRecord<K extends RecordKind> {
  readonly key: string;
  readonly record: SyncRecord<K>;
}

export interface RecordRange {
  readonly prefix: string;
  /** Only keys behind this one. */
  readonly after: string | null;
  readonly limit: number;
}

/** What a sync remembers of one pair of trackers: records by composed keys, listed in the order of their bytes. */
export interface SyncStore {
  /** The name of the pair; part of every operation id. */
  readonly pair: string;
  get<K extends RecordKind>(kind: K, key: string): Promise<SyncRecord<K> | null>;
  list<K extends RecordKind>(kind: K, range: RecordRange): Promise<readonly StoredRecord<K>[]>;
  count(kind: RecordKind, prefix: string): Promise<number>;
  /**
   * All of it or nothing; a store without transactions writes in the given order, and repeating the same commit is
   * harmless. An insert is refused where another record stands.
   *
   * @throws FixpointError RECORD_CONFLICT
   */
  commit(writes: readonly StoreWrite[]): Promise<void>;
  /** Of a store in this process: the same at once, so that nothing comes between two commits. */
  readonly commitNow?: (writes: readonly StoreWrite[]) => void;
}

const PAGE_SIZE = 500;

/** Every record below a prefix, in pages, so that their number has no bound in memory. */
export async function* everyRecord<K extends RecordKind>(
  store: SyncStore,
  kind: K,
  prefix = '',
): AsyncGenerator<StoredRecord<K>> {
  let after: string | null = null;
  while (true) {
    const page: readonly StoredRecord<K>[] = await store.list(kind, { prefix, after, limit: PAGE_SIZE });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE_SIZE) return;
    after = last.key;
  }
}

/** For the few records that belong to one issue. */
export async function recordsBelow<K extends RecordKind>(
  store: SyncStore,
  kind: K,
  prefix: string,
): Promise<readonly StoredRecord<K>[]> {
  const first = await store.list(kind, { prefix, after: null, limit: PAGE_SIZE });
  // Almost always that is all.
  if (first.length < PAGE_SIZE) return first;
  const records: StoredRecord<K>[] = [];
  for await (const record of everyRecord(store, kind, prefix)) records.push(record);
  return records;
}
