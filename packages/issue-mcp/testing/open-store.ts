import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCoordination } from '@fixpoint/issue-core/coordination/sqlite/open-coordination.ts';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { createTracker, type Tracker } from '@fixpoint/issue-core/tracker/tracker.ts';
import { onTestFinished } from 'vitest';

/** A real local store, as several agents use it; it goes with the test. */
export function openStore(): (agent: string) => Tracker {
  const folder = mkdtempSync(join(tmpdir(), 'issue-mcp-'));
  const path = join(folder, 'issues.db');
  const coordination = openCoordination({ path });
  onTestFinished(async () => {
    await coordination.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return (agent) => {
    const backend = openLocalBackend({ path, login: agent });
    onTestFinished(() => backend.close());
    return createTracker({ backendName: 'local', backend, coordination, identity: { agent } });
  };
}
