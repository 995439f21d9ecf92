import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { SyncStore } from './store-port.ts';

/** So few may always vanish at once. */
const PLAUSIBLE_COUNT = 20;
const PLAUSIBLE_SHARE = 0.05;

export interface Graveyard {
  /** @throws FixpointError SYNC_IMPLAUSIBLE */
  bury(): Promise<void>;
}

/** More deletions at once than people do are an accident on the other side: a lost disk, a wrong repository. */
export function createGraveyard(store: SyncStore, force: boolean): Graveyard {
  let vanished = 0;
  return {
    async bury() {
      vanished += 1;
      if (force || vanished < PLAUSIBLE_COUNT) return;
      const mapped = await store.count('mapping', '');
      if (vanished <= mapped * PLAUSIBLE_SHARE) return;
      throw new FixpointError(
        'SYNC_IMPLAUSIBLE',
        `${vanished} or more of ${mapped} issues of ${store.pair} vanished.`,
      );
    },
  };
}
