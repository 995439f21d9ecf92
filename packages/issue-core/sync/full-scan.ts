import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { createGraveyard } from './graveyard.ts';
import { isNews, type PullProgress, workFor } from './pull-changes.ts';
import type { Mapping } from './records.ts';
import type { Side } from './side.ts';
import { everyRecord, type StoreWrite } from './store-port.ts';
import { isMissing } from './sync-errors.ts';
import type { SyncRun } from './sync-run.ts';

const PAGE_SIZE = 100;

/**
 * Reads every issue of a side, and asks for each mapped one that was not among them: what is really gone becomes work, as
 * does everything that changed unnoticed. Cursors stay where they are.
 *
 * @throws FixpointError SYNC_IMPLAUSIBLE before anything is written, unless the run is forced
 */
export async function fullScan(run: SyncRun, side: Side, onPage: PullProgress): Promise<void> {
  const present = new Set<number>();
  let cursor: string | null = null;
  while (true) {
    await run.step();
    const page = await run.backends[side].changedIssues(cursor, PAGE_SIZE);
    const work: StoreWrite[] = [];
    for (const issue of page.items) {
      present.add(issue.number);
      run.clocks[side].see(issue);
      if (await isNews(run, side, issue)) work.push(workFor(side, issue.number));
    }
    await run.store.commit(work);
    onPage(side, present.size);
    cursor = page.cursor;
    if (page.done) break;
  }
  const graveyard = createGraveyard(run.store, run.force);
  const vanished: StoreWrite[] = [];
  for await (const { record } of everyRecord(run.store, 'mapping')) {
    if (record.status !== 'live' || present.has(record.number[side])) continue;
    await run.step();
    if (!(await isGone(run, side, record))) continue;
    await graveyard.bury();
    vanished.push(workFor(side, record.number[side]));
  }
  await run.store.commit(vanished);
}

async function isGone(run: SyncRun, side: Side, mapping: Mapping): Promise<boolean> {
  const backend = run.backends[side];
  try {
    await backend.getIssue(mapping.number[side]);
    return false;
  } catch (error) {
    if (!isMissing(error)) throw error;
    if (await backend.isReadable()) return true;
    throw new FixpointError('FORGE_FORBIDDEN', `${backend.kind} cannot be read any more.`, { cause: error });
  }
}
