import type { HoldWrites } from '../../backend/held-writes.ts';
import type { IssueBackend } from '../../backend/port.ts';
import type { SyncStore } from '../store-port.ts';

/** What a run that is to die leaves behind is what was committed by then. */
export interface Mortal {
  store(store: SyncStore): SyncStore;
  /** What was held and not committed is undone, as by SQLite when the process is gone. */
  backend(backend: IssueBackend): IssueBackend;
  readonly isDead: boolean;
}

export class Death extends Error {}

/** Dies at the commit after so many, before or after it was carried out; from then on nothing is carried out any more. */
export function mortal(after: number, dies: 'before' | 'after'): Mortal {
  let lived = 0;
  let isDead = false;

  function isLast(): boolean {
    if (isDead) throw new Death('dead');
    if (lived < after) return false;
    isDead = true;
    if (dies === 'before') throw new Death('died');
    return true;
  }

  function once(commit: () => void): void {
    const last = isLast();
    commit();
    if (last) throw new Death('died');
    lived += 1;
  }

  function holdOf(hold: HoldWrites): HoldWrites {
    return (onWrite) => {
      const held = hold(onWrite);
      const end = () => {
        try {
          once(held.end);
        } catch (error) {
          held.drop();
          throw error;
        }
      };
      return { commit: () => once(held.commit), end, drop: held.drop };
    };
  }

  return {
    store(store) {
      const { commitNow } = store;
      return {
        ...store,
        async commit(writes) {
          const last = isLast();
          await store.commit(writes);
          if (last) throw new Death('died');
          lived += 1;
        },
        ...(commitNow && {
          commitNow: (writes) => (writes.length === 0 ? undefined : once(() => commitNow(writes))),
        }),
      };
    },
    backend: (backend) => (backend.hold ? { ...backend, hold: holdOf(backend.hold) } : backend),
    get isDead() {
      return isDead;
    },
  };
}
