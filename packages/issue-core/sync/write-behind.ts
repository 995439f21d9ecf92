import type { HeldWrites } from '../backend/held-writes.ts';
import type { IssueBackend } from '../backend/port.ts';
import { beforeWrites } from './before-writes.ts';
import { type KnownKeys, readKnownKeys } from './known-keys.ts';
import { overlayStore } from './overlay-store.ts';
import type { Outbox } from './records.ts';
import { type PerSide, perSide, SIDES } from './side.ts';
import type { StoreWrite, SyncStore } from './store-port.ts';

/** So much is done again at most when the process dies, and so long others wait: a fraction of a second. */
const MAX_WRITES = 1_000;
const MAX_RECORDS = 30_000;
/** In the texts of what is yet to be written. */
const MAX_CHARS = 16_000_000;

type Pair = PerSide<IssueBackend> & { readonly store: SyncStore };

/**
 * Runs a sync whose writes into stores of this process are committed in groups, which end when the event loop turns, and
 * before anything is written elsewhere. They reach the disk in the order that interruptions are safe with: what is about to
 * be created, then the issues and comments, then all that follows from them. Without such stores it runs as it is.
 *
 * @throws FixpointError LOCAL_STORE_FAILED, LOCAL_STORE_BUSY, beside what `work` throws
 */
export async function writeBehind<T>(pair: Pair, work: (pair: Pair) => Promise<T>): Promise<T> {
  const { a, b, store: under } = pair;
  const { commitNow } = under;
  if (!commitNow || !(a.hold || b.hold)) return work({ a, b, store: under });

  // Until this run holds the pair, another one may write what is asked for.
  let known: KnownKeys | null = null;
  const overlay = overlayStore(knowingStore(under, () => known));
  /** By their keys; also those that are done with by now. */
  const announced = new Map<string, Outbox>();
  let records = 0;
  let chars = 0;
  let failure: { readonly error: unknown } | null = null;
  let isScheduled = false;
  let isOver = false;
  const held = holdAll([a, b], (writes) => {
    if (writes >= MAX_WRITES) flushQuietly();
    else schedule();
  });

  function flush(): void {
    if (failure !== null) throw failure.error;
    try {
      commitNow?.([...announced].map(([key, record]) => ({ op: 'put', kind: 'outbox', key, record })));
      for (const group of held) group.commit();
      const writes = overlay.drain();
      commitNow?.(writes);
      known?.wrote(writes);
    } catch (error) {
      failure = { error };
      throw error;
    }
    announced.clear();
    records = 0;
    chars = 0;
  }

  function flushQuietly(): void {
    try {
      flush();
    } catch {
      // It is kept: whoever writes next is told.
    }
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      if (!isOver) flushQuietly();
    });
  }

  function end(): void {
    try {
      flush();
    } finally {
      isOver = true;
      for (const group of held) {
        if (failure === null) group.end();
        else group.drop();
      }
    }
  }

  const store: SyncStore = {
    pair: overlay.pair,
    get: overlay.get,
    list: overlay.list,
    async commit(writes) {
      if (failure !== null) throw failure.error;
      // Others look at it to know whose turn it is.
      if (writes.some(({ kind }) => kind === 'lease')) {
        flush();
        await under.commit(writes);
        known ??= await readKnownKeys(under);
        return;
      }
      await overlay.commit(writes);
      for (const write of writes) {
        if (write.kind === 'outbox' && write.op !== 'remove') announced.set(write.key, write.record);
        chars += charsIn(write);
      }
      records += writes.length;
      if (records >= MAX_RECORDS || chars >= MAX_CHARS) flush();
      else schedule();
    },
    async count(kind, prefix) {
      flush();
      return under.count(kind, prefix);
    },
  };
  const guarded = perSide((side) => (pair[side].hold ? pair[side] : beforeWrites(pair[side], flush)));

  let result: T;
  try {
    result = await work({ ...guarded, store });
  } catch (error) {
    end();
    throw error;
  }
  end();
  return result;
}

/** Does not ask for what is not there. */
function knowingStore(store: SyncStore, known: () => KnownKeys | null): SyncStore {
  return {
    ...store,
    get: (kind, key) => (known()?.lacks(kind, key) ? Promise.resolve(null) : store.get(kind, key)),
    list: (kind, range) =>
      known()?.lacksBelow(kind, range.prefix) ? Promise.resolve([]) : store.list(kind, range),
  };
}

function holdAll(
  backends: readonly IssueBackend[],
  onWrite: (writes: number) => void,
): readonly HeldWrites[] {
  const held: HeldWrites[] = [];
  try {
    for (const { hold } of backends) if (hold) held.push(hold(onWrite));
  } catch (error) {
    for (const writes of held) writes.drop();
    throw error;
  }
  return held;
}

function charsIn(write: StoreWrite): number {
  if (write.op === 'remove') return 0;
  switch (write.kind) {
    case 'outbox': {
      const { content } = write.record;
      if (content.kind === 'attachment') return 0;
      return content.kind === 'comment' ? content.body.length : (content.fields.body?.length ?? 0);
    }
    case 'mapping':
      return SIDES.reduce((sum, side) => sum + (write.record.base[side].fields.body?.length ?? 0), 0);
    case 'comment':
      return SIDES.reduce((sum, side) => sum + write.record.base[side].length, 0);
    default:
      return 0;
  }
}
