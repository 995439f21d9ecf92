import type { JsonObject } from './json.ts';

/** One chain per workflow execution chain. */
export interface LedgerChain {
  readonly workflowId: string;
  readonly firstExecutionRunId: string;
}

export const LEDGER_KINDS = [
  'input',
  'state',
  'prompt',
  'response',
  'tool-call',
  'tool-result',
  'verdict',
  'effect',
  'child',
] as const;

export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** What a workflow asks to have written; it assigns the time, and by `LedgerHead` the sequence. */
export interface LedgerRecord {
  readonly kind: LedgerKind;
  /** Workflow time, ISO 8601. */
  readonly at: string;
  readonly body: JsonObject;
}

/** The last entry of a chain. An empty chain has sequence 0 and `GENESIS_HASH`. */
export interface LedgerHead {
  readonly sequence: number;
  readonly hash: string;
}

export const GENESIS_HASH = '0'.repeat(64);

/** A written entry. `hash` is the SHA-256 of the RFC 8785 form of every other field. */
export interface LedgerEntry extends LedgerRecord {
  /** `<workflowId>/<firstExecutionRunId>/<sequence>` */
  readonly id: string;
  readonly chain: LedgerChain;
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
}

export function ledgerEntryId(chain: LedgerChain, sequence: number): string {
  return `${chain.workflowId}/${chain.firstExecutionRunId}/${sequence}`;
}
