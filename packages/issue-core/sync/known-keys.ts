import type { RecordKind } from './records.ts';
import type { StoreWrite, SyncStore } from './store-port.ts';

/** Of which a run that creates much asks for every new issue and comment whether there is something. */
const KINDS = [
  'mapping',
  'mapping-ref',
  'comment',
  'comment-ref',
  'attachments',
  'outbox',
  'conflict',
] as const;
/** Beyond, nothing is known of a kind any more. */
const MAX_KEYS = 200_000;

/**
 * What a store surely does not have: at a first sync, almost everything that it is asked for. Nobody else may write to the
 * pair meanwhile.
 */
export interface KnownKeys {
  lacks(kind: RecordKind, key: string): boolean;
  lacksBelow(kind: RecordKind, prefix: string): boolean;
  /** To be told all that is written. */
  wrote(writes: readonly StoreWrite[]): void;
}

interface Keys {
  readonly keys: Set<string>;
  /** Each with its `/` at the end. Kept from the first time that somebody asks for one: of most kinds nobody does. */
  folders: Set<string> | null;
}

export async function readKnownKeys(store: SyncStore): Promise<KnownKeys> {
  const known = new Map<RecordKind, Keys>();
  for (const kind of KINDS) {
    const first = await store.list(kind, { prefix: '', after: null, limit: 1 });
    if (first.length === 0) known.set(kind, { keys: new Set(), folders: null });
  }

  return {
    lacks(kind, key) {
      const own = known.get(kind);
      return own !== undefined && !own.keys.has(key);
    },
    lacksBelow(kind, prefix) {
      const own = known.get(kind);
      if (own === undefined) return false;
      if (own.keys.size === 0) return true;
      if (!prefix.endsWith('/')) return false;
      own.folders ??= new Set([...own.keys].flatMap((key) => [...foldersOf(key)]));
      return !own.folders.has(prefix);
    },
    wrote(writes) {
      for (const { op, kind, key } of writes) {
        const own = known.get(kind);
        if (own === undefined) continue;
        if (op === 'remove') {
          own.keys.delete(key);
          continue;
        }
        own.keys.add(key);
        if (own.folders) for (const folder of foldersOf(key)) own.folders.add(folder);
        if (own.keys.size > MAX_KEYS) known.delete(kind);
      }
    },
  };
}

/** `a/b/c` is in `a/` and `a/b/`. */
export function* foldersOf(key: string): Generator<string> {
  for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) yield key.slice(0, at + 1);
}
