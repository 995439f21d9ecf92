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

/** The last write of a key. */
interface Written {
  write: StoreWrite;
}

interface WrittenKind {
  readonly byKey: Map<string, Written>;
  /** Kept from the first time that somebody looks into one: of most kinds nobody does. */
  folders: Folders | null;
}

/** Writes in memory, found by key and by prefix. */
export function createWrittenRecords(): WrittenRecords {
  let kinds = new Map<RecordKind, WrittenKind>();
  let order: Written[] = [];

  function recordOf<K extends RecordKind>(write: StoreWrite): SyncRecord<K> | null {
    // Writes are kept under their own kind.
    return write.op === 'remove' ? null : (write.record as SyncRecord<K>);
  }

  return {
    get(kind, key) {
      const written = kinds.get(kind)?.byKey.get(key);
      return written && recordOf(written.write);
    },
    below(kind, { prefix, after }) {
      const own = kinds.get(kind);
      if (!own) return [];
      const keys = prefix.endsWith('/') ? keysIn(own, prefix) : own.byKey.keys();
      return [...keys].flatMap((key) => {
        const written = own.byKey.get(key);
        if (!written || !key.startsWith(prefix) || (after !== null && key <= after)) return [];
        return [{ key, record: recordOf(written.write) }];
      });
    },
    add(write) {
      const { kind, key } = write;
      const own: WrittenKind = kinds.get(kind) ?? { byKey: new Map(), folders: null };
      kinds.set(kind, own);
      const before = own.byKey.get(key);
      if (before) {
        // Where something was removed before, the store below still has it: it cannot be inserted there.
        before.write = write.op === 'insert' ? { ...write, op: 'put' } : write;
        return;
      }
      const written = { write };
      own.byKey.set(key, written);
      order.push(written);
      if (own.folders) putInto(own.folders, key);
    },
    drain() {
      const writes = order.map(({ write }) => write);
      kinds = new Map();
      order = [];
      return writes;
    },
  };
}

function keysIn(own: WrittenKind, folder: string): Iterable<string> {
  if (!own.folders) {
    own.folders = new Map();
    for (const key of own.byKey.keys()) putInto(own.folders, key);
  }
  return own.folders.get(folder) ?? [];
}

function putInto(folders: Folders, key: string): void {
  for (const folder of foldersOf(key)) {
    const keys = folders.get(folder) ?? new Set();
    folders.set(folder, keys.add(key));
  }
}
