import type { JsonObject } from '@fixpoint/contracts/json.ts';
import type { LedgerChain, LedgerHead, LedgerKind, LedgerRecord } from '@fixpoint/contracts/ledger.ts';
import { GENESIS_HASH } from '@fixpoint/contracts/ledger.ts';
import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import { ledger } from './fleets.ts';

/**
 * Writes one workflow's chain. Appends run one after the other beside the work, so that a turn does not wait for them, and
 * `batchSize` records at once, so that they do not cost it much; `settled` is awaited before anything that the world can
 * see. Until then the records are safe in the workflow's own history. After a refusal nothing more is written.
 */
export class LedgerWriter {
  readonly chain: LedgerChain;
  private written: LedgerHead;
  private waiting: LedgerRecord[] = [];
  private writing: Promise<void> | null = null;
  private failure: unknown = null;
  private readonly batchSize: number;
  private isSettling = false;

  constructor(batchSize: number, head: LedgerHead = { sequence: 0, hash: GENESIS_HASH }) {
    this.batchSize = batchSize;
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
    if (this.failure) return;
    this.waiting.push({ kind, at: new Date().toISOString(), body });
    this.writeIfDue();
  }

  /** @throws what the ledger fleet refused so far; what is not recorded must not go on. */
  throwIfRefused(): void {
    if (this.failure) throw this.failure;
  }

  /** Resolves when everything added so far stands in the ledger; throws what the ledger fleet refused. */
  async settled(): Promise<LedgerHead> {
    this.isSettling = true;
    this.writeIfDue();
    while (this.writing) await this.writing;
    this.isSettling = false;
    this.throwIfRefused();
    return this.written;
  }

  private get isDue(): boolean {
    return this.waiting.length >= (this.isSettling ? 1 : this.batchSize);
  }

  private writeIfDue(): void {
    if (this.isDue && !this.writing) this.writing = this.drain();
  }

  private async drain(): Promise<void> {
    try {
      while (this.isDue) {
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
      this.waiting = [];
    } finally {
      this.writing = null;
    }
  }
}
