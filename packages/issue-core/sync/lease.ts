import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { SyncStore } from './store-port.ts';

/** Longer than a process is paused or a host is busy; a run that died holds the pair for so long. */
const LEASE_MS = 60_000;
const BEAT_MS = 15_000;
const EPOCH_DIGITS = 12;

export interface LeaseRequest {
  readonly runId: string;
  readonly now: () => number;
  /** Whether a run that holds the pair is known to be over, so that it need not be waited for. */
  readonly isOver?: (runId: string) => boolean;
  readonly beatMs?: number;
}

export interface LeaseHolder {
  /**
   * To be called between steps.
   *
   * @throws FixpointError LOCAL_STORE_BUSY when another run took over
   */
  renew(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Lets one run at a time sync this pair. Who holds is decided by the insert of the next epoch; one that ran out is taken
 * over, and its late holder stops at its next step. It is renewed while one request waits for as long as a tracker asks.
 *
 * @throws FixpointError LOCAL_STORE_BUSY while another run holds it
 */
export async function takeLease(store: SyncStore, request: LeaseRequest): Promise<LeaseHolder> {
  const { runId, now, beatMs = BEAT_MS } = request;
  const { epoch, key } = await takeEpoch(store, request);
  let expiresAtMs = now() + LEASE_MS;
  let failure: unknown = null;
  let released = false;
  let extending: Promise<void> = Promise.resolve();

  const isFresh = () => expiresAtMs - now() > LEASE_MS / 2;

  /** One after the other, so that none is written after the release. */
  function extend(): Promise<void> {
    extending = extending.catch(() => undefined).then(extendNow);
    return extending;
  }

  async function extendNow(): Promise<void> {
    if (released || isFresh()) return;
    const holder = await newest(store);
    if (holder?.epoch !== epoch) {
      const detail = 'Another sync of these two trackers took over, because this one stood still.';
      throw new FixpointError('LOCAL_STORE_BUSY', detail);
    }
    const extended = now() + LEASE_MS;
    await store.commit([{ op: 'put', kind: 'lease', key, record: { epoch, runId, expiresAtMs: extended } }]);
    expiresAtMs = extended;
  }

  const beat = setInterval(() => {
    extend().catch((error: unknown) => {
      failure = error;
    });
  }, beatMs);
  beat.unref();

  return {
    async renew() {
      if (failure !== null) throw failure;
      if (!isFresh()) await extend();
    },
    async release() {
      clearInterval(beat);
      released = true;
      await extending.catch(() => undefined);
      const holder = await newest(store);
      if (holder?.epoch !== epoch) return;
      // It stays as the last epoch, so that a late run cannot insert it a second time.
      await store.commit([{ op: 'put', kind: 'lease', key, record: { epoch, runId, expiresAtMs: 0 } }]);
    },
  };
}

async function takeEpoch(store: SyncStore, { runId, now, isOver = () => false }: LeaseRequest) {
  const last = await newest(store);
  if (last && last.expiresAtMs > now() && !isOver(last.runId)) {
    const seconds = Math.ceil((last.expiresAtMs - now()) / 1_000);
    const detail = `Another sync of these two trackers runs, or one that died holds them for ${seconds} s more.`;
    throw new FixpointError('LOCAL_STORE_BUSY', detail);
  }
  const epoch = (last?.epoch ?? 0) + 1;
  const key = keyOf(epoch);
  const record = { epoch, runId, expiresAtMs: now() + LEASE_MS };
  try {
    await store.commit([{ op: 'insert', kind: 'lease', key, record }]);
  } catch (error) {
    if (!(error instanceof FixpointError) || error.code !== 'RECORD_CONFLICT') throw error;
    const detail = 'Another sync of these two trackers began at this moment.';
    throw new FixpointError('LOCAL_STORE_BUSY', detail, { cause: error });
  }
  if (last) await store.commit([{ op: 'remove', kind: 'lease', key: keyOf(last.epoch) }]);
  return { epoch, key };
}

async function newest(store: SyncStore) {
  const leases = await store.list('lease', { prefix: '', after: null, limit: 100 });
  return leases.at(-1)?.record ?? null;
}

function keyOf(epoch: number): string {
  return String(epoch).padStart(EPOCH_DIGITS, '0');
}
