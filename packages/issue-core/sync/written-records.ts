import { foldersOf } from './known-keys.ts';
import type { RecordKind, SyncRecord } from './records.ts';
import type { RecordRange, StoreWrite } from './store-port.ts';

/** A record that was written, or null in the place of one that was removed. */
export interface WrittenRecord<K extends RecordKind> {
  readonly key: string;
  readonly record: SyncRecord<K> | null;
}

export interface WrittenRecords {
  /** Undefined where nothing was written. */
  get<K extends RecordKind>(kind: K, key: string): SyncRecord<K> | null | undefined;
  /** All in this range, in no order. */
  below<K extends RecordKind>(kind: K, range: RecordRange): readonly WrittenRecord<K>[];
  add(write: StoreWrite): void;
  /** The last write of each key, in the order in which the keys were first written; then nothing is written any more. */
  drain(): readonly StoreWrite[];
}

/** The keys by each of their folders: `a/b/c` is in `a/` and `a/b/`, so that what belongs to one issue is found at once. */
type Folders = Map<string, Set<string>>;

interface WrittenKind {
  readonly writes: Map<string, StoreWrite>;
  /** Kept from the first time that somebody looks into one: of most kinds nobody does. */
  folders: Folders | null;
}

/** Writes in memory, found by key and by prefix. */
export function createWrittenRecords(): WrittenRecords {
  let kinds = new Map<RecordKind, WrittenKind>();
  let order: { readonly kind: RecordKind; readonly key: string }[] = [];

  function recordOf<K extends RecordKind>(write: StoreWrite): SyncRecord<K> | null {
    // Writes are kept under their own kind.
    return write.op === 'remove' ? null : (write.record as SyncRecord<K>);
  }

  return {
    get(kind, key) {
      const write = kinds.get(kind)?.writes.get(key);
      return write && recordOf(write);
    },
    below(kind, { prefix, after }) {
      const written = kinds.get(kind);
      if (!written) return [];
      const keys = prefix.endsWith('/') ? keysIn(written, prefix) : written.writes.keys();
      return [...keys].flatMap((key) => {
        const write = written.writes.get(key);
        if (!write || !key.startsWith(prefix) || (after !== null && key <= after)) return [];
        return [{ key, record: recordOf(write) }];
      });
    },
    add(write) {
      const { kind, key } = write;
      const written: WrittenKind = kinds.get(kind) ?? { writes: new Map(), folders: null };
      kinds.set(kind, written);
      const isFirst = !written.writes.has(key);
      // Where something was removed before, the store below still has it: it cannot be inserted there.
      written.writes.set(key, isFirst || write.op !== 'insert' ? write : { ...write, op: 'put' });
      if (!isFirst) return;
      order.push({ kind, key });
      if (written.folders) putInto(written.folders, key);
    },
    drain() {
      const writes = order.flatMap(({ kind, key }) => kinds.get(kind)?.writes.get(key) ?? []);
      kinds = new Map();
      order = [];
      return writes;
    },
  };
}

function keysIn(written: WrittenKind, folder: string): Iterable<string> {
  if (!written.folders) {
    written.folders = new Map();
    for (const key of written.writes.keys()) putInto(written.folders, key);
  }
  return written.folders.get(folder) ?? [];
}

function putInto(folders: Folders, key: string): void {
  for (const folder of foldersOf(key)) {
    const keys = folders.get(folder) ?? new Set();
    folders.set(folder, keys.add(key));
  }
}
