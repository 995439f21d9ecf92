import type { JsonObject } from '@fixpoint/contracts/json.ts';
import type { LedgerChain, LedgerHead, LedgerKind, LedgerRecord } from '@fixpoint/contracts/ledger.ts';
import { GENESIS_HASH } from '@fixpoint/contracts/ledger.ts';
import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import { ledger } from './fleets.ts';

/**
 * Writes one workflow's chain. Appends run one after the other beside the work, so that a turn does not wait for them;
 * `settled` is awaited before anything that the world can see.
 */
export class LedgerWriter {
  readonly chain: LedgerChain;
  private written: LedgerHead;
  private waiting: LedgerRecord[] = [];
  private writing: Promise<void> | null = null;
  private failure: unknown = null;

  constructor(head: LedgerHead = { sequence: 0, hash: GENESIS_HASH }) {
    const { workflowId, firstExecutionRunId } = workflowInfo();
    this.chain = { workflowId, firstExecutionRunId };
    this.written = head;
  }

  get head(): LedgerHead {
    return this.written;
  }

  get chainId(): string {
    return `${this.chain.workflowId}/${this.chain.firstExecutionRunId}`;
  }

  add(kind: LedgerKind, body: JsonObject): void {
    this.waiting.push({ kind, at: new Date().toISOString(), body });
    if (!this.writing) this.writing = this.drain();
  }

  /** Resolves when everything added so far stands in the ledger; throws what the ledger fleet refused. */
  async settled(): Promise<LedgerHead> {
    while (this.writing) await this.writing;
    if (this.failure) throw this.failure;
    return this.written;
  }

  private async drain(): Promise<void> {
    try {
      while (this.waiting.length > 0 && !this.failure) {
        const records = this.waiting;
        this.waiting = [];
        const kinds = [...new Set(records.map((record) => record.kind))].join(', ');
        const request = { chain: this.chain, previous: this.written, records };
        // What happened is written down even when it was stopped.
        this.written = await CancellationScope.nonCancellable(() =>
          ledger(`Ledger: ${kinds}`).appendLedger(request),
        );
      }
    } catch (error) {
      this.failure = error;
    } finally {
      this.writing = null;
    }
  }
}
