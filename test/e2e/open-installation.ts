import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { type IssueOnForge, openFixtureIssue } from './issue-on-forge.ts';
import { waitUntil } from './wait-until.ts';

const TurnCount = z.object({
  runId: z.string().nullable(),
  attempt: z.number(),
  turn: z.number(),
  requests: z.number(),
  answers: z.number(),
});
export type TurnCount = z.infer<typeof TurnCount>;
const Counts = z.object({ counts: z.array(TurnCount) });
const Mismatches = z.object({ mismatches: z.array(z.string()) });

/** A running installation, with what a test or a chaos run wants of it. */
export interface Installation {
  readonly platform: Platform;
  readonly client: Client;
  openIssue(fixture: string): Promise<IssueOnForge>;
  /** Makes the replay server go wrong: see `packages/replay/faults.ts`. */
  fault(fault: Record<string, unknown>): Promise<void>;
  /** Takes back the faults that have not struck yet. */
  clearFaults(): Promise<void>;
  /** How often each turn of each run was asked for and answered. */
  counts(): Promise<readonly TurnCount[]>;
  /** Waits, bounded, until the model of this run was asked for the turn and has not answered. */
  untilItHangs(runId: string, turn: number): Promise<void>;
  /** What the model was asked otherwise than it was recorded, in words. */
  mismatches(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openInstallation(platform: Platform): Promise<Installation> {
  const connection = await Connection.connect({ address: platform.stack.endpoints.temporalAddress });
  const client = new Client({ connection, namespace: platform.profile.temporalNamespace });
  const clearFaults = async () => {
    await fetch(`${platform.replayUrl}/faults`, { method: 'DELETE' });
  };
  // An earlier file that failed may have left some.
  await clearFaults();
  const counts = async () => Counts.parse(await (await fetch(`${platform.replayUrl}/counts`)).json()).counts;
  return {
    clearFaults,
    counts,
    untilItHangs: async (runId, turn) => {
      await waitUntil(counts, (seen): seen is typeof seen =>
        seen.some((count) => count.runId === runId && count.turn === turn && count.requests > count.answers),
      );
    },
    platform,
    client,
    openIssue: (fixture) => openFixtureIssue(platform, client, fixture),
    fault: async (fault) => {
      const response = await fetch(`${platform.replayUrl}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    },
    mismatches: async () =>
      Mismatches.parse(await (await fetch(`${platform.replayUrl}/mismatches`)).json()).mismatches,
    close: () => connection.close(),
  };
}
