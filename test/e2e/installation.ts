import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll } from 'vitest';
import { type IssueOnForge, openFixtureIssue } from './issue-on-forge.ts';
import { openPlatform } from './platform.ts';

/** The running installation, for the tests of one file. */
export interface Installation {
  readonly platform: Platform;
  readonly client: Client;
  openIssue(fixture: string): Promise<IssueOnForge>;
  /** Makes the replay server go wrong: see `packages/replay/faults.ts`. */
  fault(fault: Record<string, unknown>): Promise<void>;
  /** How often each turn of each run was asked for and answered. */
  counts(): Promise<readonly TurnCount[]>;
}

export interface TurnCount {
  readonly runId: string | null;
  readonly attempt: number;
  readonly turn: number;
  readonly requests: number;
  readonly answers: number;
}

/** Opens the installation before the tests of a file; the object is filled by then. */
export function useInstallation(): Installation {
  const opened: { platform?: Platform; client?: Client; connection?: Connection } = {};
  beforeAll(async () => {
    opened.platform = await openPlatform();
    opened.connection = await Connection.connect({
      address: opened.platform.stack.endpoints.temporalAddress,
    });
    const namespace = opened.platform.profile.temporalNamespace;
    opened.client = new Client({ connection: opened.connection, namespace });
  });
  afterAll(async () => {
    await opened.connection?.close();
  });
  const demand = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the installation is not open yet');
    return part;
  };
  return {
    get platform() {
      return demand(opened.platform);
    },
    get client() {
      return demand(opened.client);
    },
    openIssue(fixture) {
      return openFixtureIssue(this.platform, this.client, fixture);
    },
    async fault(fault) {
      const response = await fetch(`${this.platform.replayUrl}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    },
    async counts() {
      const response = await fetch(`${this.platform.replayUrl}/counts`);
      const body = (await response.json()) as { counts?: TurnCount[] } | TurnCount[];
      return Array.isArray(body) ? body : (body.counts ?? []);
    },
  };
}
