/** Where answers are kept to be asked for again by their ETag. Bounded by whoever makes it; it may forget at any time. */
export interface EtagStore {
  get(key: string): string | null | Promise<string | null>;
  set(key: string, value: string): void | Promise<void>;
}

export interface EtagStoreBounds {
  readonly maxEntries: number;
  /** Of all keys and values together, in UTF-16 units times two. */
  readonly maxBytes: number;
}

export const ETAG_STORE_BOUNDS: EtagStoreBounds = { maxEntries: 2_000, maxBytes: 64 * 1024 ** 2 };

/** Keeps what was used last, in memory. */
export function createMemoryEtagStore(bounds: EtagStoreBounds = ETAG_STORE_BOUNDS): EtagStore {
  // A Map keeps the order in which its keys were set, so its first is the one not used for longest.
  const entries = new Map<string, string>();
  let sizeBytes = 0;

  function remove(key: string): void {
    const value = entries.get(key);
    if (value === undefined) return;
    sizeBytes -= bytesOf(key, value);
    entries.delete(key);
  }

  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return null;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      remove(key);
      if (bytesOf(key, value) > bounds.maxBytes) return;
      entries.set(key, value);
      sizeBytes += bytesOf(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= bounds.maxEntries && sizeBytes <= bounds.maxBytes) break;
        remove(oldest);
      }
    },
  };
}

function bytesOf(key: string, value: string): number {
  return 2 * (key.length + value.length);
}
