import { FixpointError } from '@fixpoint/contracts/errors.ts';

export interface StreamPlaces {
  /** Takes a place; what comes back gives it back, once. @throws FixpointError API_RATE_LIMITED when there is none */
  take(keyId: string): () => void;
  readonly taken: number;
}

const RETRY_AFTER_MS = 5_000;

/** How many event streams are open, in all and for each key. */
export function createStreamPlaces(bounds: {
  readonly maxStreams: number;
  readonly maxStreamsPerKey: number;
}): StreamPlaces {
  const byKey = new Map<string, number>();
  let taken = 0;

  return {
    get taken() {
      return taken;
    },
    take(keyId) {
      const own = byKey.get(keyId) ?? 0;
      if (taken >= bounds.maxStreams || own >= bounds.maxStreamsPerKey) {
        const detail = `${own} streams of this key are open, ${taken} in all; close one first.`;
        throw new FixpointError('API_RATE_LIMITED', detail, { retryAfterMs: RETRY_AFTER_MS });
      }
      taken += 1;
      byKey.set(keyId, own + 1);
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        taken -= 1;
        const left = (byKey.get(keyId) ?? 1) - 1;
        if (left === 0) byKey.delete(keyId);
        else byKey.set(keyId, left);
      };
    },
  };
}
