import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { knownAgain } from './known-again.ts';
import { pullChanges } from './pull-changes.ts';
import { issueKey } from './record-keys.ts';
import type { Work } from './records.ts';
import { type PerSide, type Side, withSide } from './side.ts';
import { everyRecord } from './store-port.ts';
import { type SyncRun, seenOf } from './sync-run.ts';

/** Longer than the overlap of change streams: then nothing bears the stamps of our last writes any more. */
const STAMPS_ARE_OVER_MS = 2_100;
/** A stream of a busy tracker moves on with every reading. */
const MAX_READINGS = 3;

/**
 * At the end of a run: reads the streams on over our own writes, to where the next run asks first, so that it need not. What
 * may have changed within the second in which it was read is looked at once more. Nothing is written to a tracker; what is
 * found to differ is work for the next run.
 */
export async function lookAgain(run: SyncRun, moved: PerSide<boolean>): Promise<void> {
  const looking: SyncRun = { ...run, force: false };
  const sides = run.sources.filter((side) =>
    run.backends[side].uniqueStamps ? run.log.linked(side) : moved[side] || run.log.wrote(side),
  );
  if (sides.length === 0) return;
  try {
    if (sides.some((side) => isOfThisMoment(run, side))) await run.wait(STAMPS_ARE_OVER_MS);
    for (const side of sides) {
      await readToTheEnd(looking, side);
      await lookThrough(looking, side);
    }
  } catch (error) {
    // All work is done; what was not looked at again is looked at by the next run.
    if (!(error instanceof FixpointError) || !error.code.startsWith('FORGE_')) throw error;
  }
}

/** Where the tracker does not tell the time, waiting would show nothing. */
function isOfThisMoment({ clocks, log }: SyncRun, side: Side): boolean {
  return clocks[side].isTold && (log.wrote(side) || !clocks[side].isLatestPast);
}

async function readToTheEnd(run: SyncRun, side: Side): Promise<void> {
  for (let readings = 0; readings < MAX_READINGS; readings += 1) {
    if (!(await pullChanges(run, side, () => undefined))) return;
  }
}

/** What failed in this run is not tried again by looking at it. */
async function lookThrough(run: SyncRun, side: Side): Promise<void> {
  for await (const { record } of everyRecord(run.store, 'work', `${side}/`)) {
    if (record.attempts > 0) continue;
    await run.step();
    await lookAt(run, record);
  }
}

async function lookAt(run: SyncRun, { side, number }: Work): Promise<void> {
  const key = issueKey(side, number);
  const mappingId = await run.store.get('mapping-ref', key);
  const mapping = mappingId === null ? null : await run.store.get('mapping', mappingId);
  if (mapping?.status !== 'live') return;
  const startedMs = run.now();
  const issue = await run.backends[side].getIssue(number);
  run.clocks[side].see(issue);
  const isOver = run.clocks[side].isPast(issue.updatedAt);
  const known = await knownAgain(run, side, mapping, issue);
  if (!known) return;
  const seen = withSide(known.seen, side, seenOf(issue, mapping.seen[side], isOver, startedMs));
  await run.store.commit([
    { op: 'put', kind: 'mapping', key: mapping.id, record: { ...known, seen } },
    { op: 'remove', kind: 'work', key },
  ]);
}
