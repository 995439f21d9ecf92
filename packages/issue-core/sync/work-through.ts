import type { FixpointError } from '@fixpoint/contracts/errors.ts';
import { doneWrites, type Finished, finishPair } from './finish-pair.ts';
import { type SyncProgress, startPhase } from './progress.ts';
import { newWork } from './pull-changes.ts';
import { issueKey, issueOutboxKey } from './record-keys.ts';
import type { Work } from './records.ts';
import { otherSide, type PerSide } from './side.ts';
import { everyRecord, recordsBelow } from './store-port.ts';
import { type ItemOutcome, type OpenPair, syncItem } from './sync-item.ts';
import type { SyncRun } from './sync-run.ts';
import { attemptWork, countFiles, isGivenUp, type Tally } from './tally.ts';

/** Each round of links may open circles for the next. */
const MAX_LINK_ROUNDS = 5;

type OnProgress = (progress: SyncProgress) => void;

/** Deals with the work list: first fields and comments of every issue, then the links, which need both of their ends. */
export async function workThrough(
  run: SyncRun,
  held: PerSide<FixpointError | null>,
  tally: Tally,
  onProgress: OnProgress,
): Promise<void> {
  const open = await syncItems(run, held, tally, onProgress);
  const meter = startPhase('links', open.size, run.now, onProgress);
  let round = open;
  for (let count = 1; round.size > 0 && count <= MAX_LINK_ROUNDS; count += 1) {
    const first = count === 1;
    const finished = await finishPairs(run, round, first, tally, (done) => {
      if (first) meter.tell(done);
    });
    round = await nextRound(run, open, finished);
  }
}

async function syncItems(
  run: SyncRun,
  held: PerSide<FixpointError | null>,
  tally: Tally,
  onProgress: OnProgress,
): Promise<Map<string, OpenPair>> {
  const open = new Map<string, OpenPair>();
  const total = (await Promise.all(run.sources.map((side) => run.store.count('work', `${side}/`)))).reduce(
    (sum, count) => sum + count,
    0,
  );
  const meter = startPhase('issues', total, run.now, onProgress);
  let done = 0;
  for (const side of run.sources) {
    for await (const { record } of everyRecord(run.store, 'work', `${side}/`)) {
      if (isGivenUp(run, tally, record)) continue;
      await run.step();
      const mappingId = await run.store.get('mapping-ref', issueKey(side, record.number));
      if (mappingId === null || !open.has(mappingId)) {
        const outcome = await attemptWork(
          run,
          tally,
          async () => record,
          () => syncItem(run, record, held),
        );
        if (outcome) await settle(run, tally, record, outcome, open);
      }
      done += 1;
      meter.tell(done);
    }
  }
  return open;
}

async function settle(
  run: SyncRun,
  tally: Tally,
  work: Work,
  outcome: ItemOutcome,
  open: Map<string, OpenPair>,
): Promise<void> {
  switch (outcome.kind) {
    case 'open':
      open.set(outcome.pair.mappingId, outcome.pair);
      if (outcome.result === 'created') tally.created[otherSide(work.side)] += 1;
      else tally[outcome.result].add(outcome.pair.mappingId);
      countFiles(tally, outcome.files);
      return;
    case 'left':
      tally.left += 1;
      return;
    case 'tombstoned':
      tally.tombstoned += 1;
      await run.store.commit(doneWrites(run, outcome.mapping));
      return;
    case 'nothing':
      await run.store.commit(
        outcome.mapping
          ? doneWrites(run, outcome.mapping)
          : [
              { op: 'remove', kind: 'work', key: issueKey(work.side, work.number) },
              { op: 'remove', kind: 'outbox', key: issueOutboxKey(work.side, work.number) },
            ],
      );
  }
}

async function finishPairs(
  run: SyncRun,
  pairs: ReadonlyMap<string, OpenPair>,
  first: boolean,
  tally: Tally,
  onDone: (done: number) => void,
): Promise<ReadonlyMap<string, Finished>> {
  const finished = new Map<string, Finished>();
  let done = 0;
  for (const [id, pair] of pairs) {
    await run.step();
    const mapping = await run.store.get('mapping', id);
    const side = pair.failure?.side ?? run.sources[0];
    if (mapping && side) {
      const number = mapping.number[side];
      // Hardly any fails: only then it is looked up how often it did before.
      const work = async () =>
        (await run.store.get('work', issueKey(side, number))) ??
        newWork(side, number, pair.failure && pair.stamps[side].updatedAt);
      const result = await attemptWork(run, tally, work, () => finishPair(run, mapping, pair, first));
      if (result) finished.set(id, result);
      if (result?.updated) {
        tally.unchanged.delete(id);
        tally.updated.add(id);
      }
    }
    done += 1;
    onDone(done);
  }
  return finished;
}

/** Whose links are to be looked at again: owners of links seen from their other end, and circles that may be open now. */
async function nextRound(
  run: SyncRun,
  open: ReadonlyMap<string, OpenPair>,
  finished: ReadonlyMap<string, Finished>,
): Promise<Map<string, OpenPair>> {
  const next = new Set<string>();
  const results = [...finished.values()];
  for (const { owners } of results) for (const owner of owners) next.add(owner);
  if (results.some(({ removed, updated }) => removed || updated)) {
    for (const [id, { circle }] of finished) if (circle) next.add(id);
  }
  if (results.some(({ removed }) => removed)) {
    for (const { record } of await recordsBelow(run.store, 'conflict', '')) {
      if (record.reason === 'cycle') next.add(record.mappingId);
    }
  }
  return new Map([...next].map((id) => [id, open.get(id) ?? linksOnly(id)]));
}

/** Of an issue whose fields nobody touched; what is known of how far it was read is not enough any more. */
function linksOnly(mappingId: string): OpenPair {
  const none = { a: false, b: false };
  const stamp = { updatedAt: '' };
  const seen = { a: null, b: null };
  const stamps = { a: stamp, b: stamp };
  return { mappingId, touched: none, left: none, seen, stamps, failure: null, linksOnly: true };
}
