import type { LedgerChain, LedgerHead, LedgerRecord } from './ledger.ts';

/** Appends to and reads the ledger, and nothing else. */
export interface LedgerActivities {
  /**
   * Decides by an insert who owns an input: the first that asks, for ever. `ordinal` counts what the owner's chain has
   * taken, so that a retry of this step is accepted again and a redelivery of the same input is not.
   */
  acceptInput(request: {
    readonly key: string;
    readonly owner: LedgerChain;
    readonly ordinal: number;
  }): Promise<{ readonly accepted: boolean }>;
  /**
   * Appends the records after `previous`. The same content again succeeds; other content at the same place fails with
   * `LEDGER_CONFLICT`.
   */
  appendLedger(request: {
    readonly chain: LedgerChain;
    readonly previous: LedgerHead;
    readonly records: readonly LedgerRecord[];
  }): Promise<LedgerHead>;
}
