import type { LedgerChain, LedgerHead, LedgerRecord } from './ledger.ts';

/** Appends to and reads the ledger, and nothing else. */
export interface LedgerActivities {
  /**
   * Decides by an insert who owns an input: the first execution that asks, for ever.
   * Redelivery, polling and continue-as-new thus change nothing.
   */
  acceptInput(request: {
    readonly key: string;
    readonly owner: LedgerChain;
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
