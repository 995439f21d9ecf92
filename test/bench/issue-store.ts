import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { measureClaimRace } from './issues/claim-race.ts';
import { measureImport } from './issues/import-time.ts';
import { openLargeStore } from './issues/large-store.ts';
import { measureQuietSync } from './issues/quiet-sync.ts';
import { measureLatencies } from './issues/store-latency.ts';

const ISSUES = 100_000;

/** The figures of Issue Core: it needs no server, for GitHub is the simulator of the conformance tests. */
export async function measureIssueStore(tell: (line: string) => void): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fixpoint-bench-issues-'));
  try {
    tell(`make a local store of ${ISSUES} issues`);
    const store = await openLargeStore(join(folder, 'large.db'), ISSUES);
    tell('list, search and claim');
    const latencies = await measureLatencies(store.tracker).finally(store.close);
    tell('import');
    const imports = await measureImport(folder);
    tell('sync with the simulator of GitHub');
    const syncs = await measureQuietSync(folder);
    tell('claim from eight processes');
    return [...latencies, ...imports, ...syncs, ...(await measureClaimRace(folder)), machineLoad()];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a figure is worth depends on who else was at work. */
function machineLoad(): Figure {
  const [minute = 0] = loadavg();
  return { name: 'load of the machine', value: minute.toFixed(1), aim: `below ${availableParallelism()}` };
}
