import type { LedgerChain, LedgerEntry, LedgerHead } from '@fixpoint/contracts/ledger.ts';
import type { LedgerStore } from '@fixpoint/store/ports.ts';
import { type ChainVerdict, verifyChain } from '@fixpoint/store/verify-chain.ts';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { chainOf } from './chain-of.ts';

export interface VerifiedChain {
  readonly chainId: string;
  readonly entries: number;
  readonly verdict: ChainVerdict;
}

const ChildBody = z.object({ chainId: z.string(), entries: z.number(), head: z.string() });

/** Verifies a chain, and every attempt's chain against the count and head that it recorded of them. */
export async function verifyIssue(
  client: Client,
  ledger: LedgerStore,
  chain: LedgerChain,
  expectedHead: LedgerHead | null = null,
): Promise<readonly VerifiedChain[]> {
  const entries = await readAll(ledger, chain);
  const verified: VerifiedChain[] = [
    {
      chainId: `${chain.workflowId}/${chain.firstExecutionRunId}`,
      entries: entries.length,
      verdict: verifyChain(entries, expectedHead),
    },
  ];
  for (const { body } of entries.filter(({ kind }) => kind === 'child')) {
    const child = ChildBody.parse(body);
    const head = { sequence: child.entries, hash: child.head };
    verified.push(...(await verifyIssue(client, ledger, await chainOf(client, child.chainId), head)));
  }
  return verified;
}

async function readAll(ledger: LedgerStore, chain: LedgerChain): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for await (const entry of ledger.read(chain)) entries.push(entry);
  return entries;
}
