import type { SyncStore } from '@fixpoint/issue-core/sync/store-port.ts';

export interface FullScans {
  /** A day has gone by since the last one that came to its end: what was deleted shows in no list of changes. */
  readonly isDue: boolean;
  /** To be called when one came to its end. */
  done(): Promise<void>;
}

const EVERY_MS = 24 * 60 * 60_000;
const KEY = 'full-scan';

/** When the syncs of a pair read every issue. The pair remembers it, so that none is missed because a sync was. */
export async function readFullScans(store: SyncStore, nowMs: number): Promise<FullScans> {
  const last = await store.get('run', KEY);
  const endedMs = Date.parse(last?.endedAt ?? '');
  return {
    isDue: !(nowMs - endedMs < EVERY_MS),
    async done() {
      const at = new Date(nowMs).toISOString();
      const record = { runId: KEY, startedAt: at, endedAt: at, outcome: null };
      await store.commit([{ op: 'put', kind: 'run', key: KEY, record }]);
    },
  };
}
