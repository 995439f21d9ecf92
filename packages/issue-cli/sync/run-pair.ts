import { withErrors } from '@fixpoint/issue-core/backend/with-errors.ts';
import { openCoordination } from '@fixpoint/issue-core/coordination/sqlite/open-coordination.ts';
import { runSync, type SyncOptions } from '@fixpoint/issue-core/sync/engine.ts';
import type { SyncReport } from '@fixpoint/issue-core/sync/report.ts';
import { otherSide, perSide, SIDES } from '@fixpoint/issue-core/sync/side.ts';
import { findRepositoryRoot } from '../config/repository-root.ts';
import { identityNameOf } from '../session/backend-name.ts';
import { type OpenedBackend, openBackend } from '../session/open-backend.ts';
import { withTokenAdvice } from '../session/token-advice.ts';
import type { World } from '../world.ts';
import { openSyncStores, type Pair } from './pair.ts';
import { isRunOver, nameOfRun } from './process-run.ts';

export type PairSyncOptions = Pick<
  SyncOptions,
  'direction' | 'policy' | 'deletes' | 'users' | 'fullScan' | 'force' | 'dryRun' | 'onProgress'
>;

/** A long push meets hourly limits: it waits for the next hour instead of failing. */
const MAX_WAIT_MS = 65 * 60_000;

/** Syncs a pair in this process, and reports it as an event of both. A dry run writes nothing, not even a file. */
export async function syncPair(
  world: World,
  pair: Pair,
  agent: string,
  options: PairSyncOptions,
): Promise<SyncReport> {
  const access = options.dryRun ? 'read' : 'write';
  const root = findRepositoryRoot(world.cwd).path;
  const { signal, now } = world;
  const openings = { root, login: agent, access, signal, now, maxWaitMs: MAX_WAIT_MS } as const;
  const a = await openBackend(pair.a.description, openings);
  try {
    const b = await openBackend(pair.b.description, openings);
    try {
      const stores = openSyncStores(world, access);
      try {
        const opened = { a, b };
        const backends = perSide((side) =>
          withErrors(opened[side].backend, (error) => withTokenAdvice(error, pair[side].description)),
        );
        const store = stores.storeOf(pair);
        const report = await runSync({
          ...backends,
          store,
          signal,
          now: () => now().getTime(),
          runId: nameOfRun(),
          isOver: isRunOver,
          ...options,
        });
        if (!report.dryRun) await reportEvents(pair, opened, agent, report);
        return report;
      } finally {
        stores.close();
      }
    } finally {
      await b.close();
    }
  } finally {
    await a.close();
  }
}

async function reportEvents(
  pair: Pair,
  opened: Readonly<Record<'a' | 'b', OpenedBackend>>,
  agent: string,
  { created, updated, conflicts, failed }: SyncReport,
): Promise<void> {
  const others = perSide((side) => pair[otherSide(side)].name);
  for (const side of SIDES) {
    const coordination = openCoordination({ path: opened[side].coordinationPath });
    const counts = { created: created[side], updated, conflicts, failed: failed.length };
    const about = { actor: agent, backend: identityNameOf(pair[side].description), issue: null };
    try {
      await coordination.append([{ ...about, type: 'synced', payload: { other: others[side], ...counts } }]);
    } finally {
      await coordination.close();
    }
  }
}
