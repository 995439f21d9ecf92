import type { FixpointError } from '@fixpoint/contracts/errors.ts';
import { mapCreated } from './create-issue.ts';
import { otherSide, type PerSide, SIDES, type Side } from './side.ts';
import { everyRecord } from './store-port.ts';
import { concernsOneIssue } from './sync-errors.ts';
import type { SyncRun } from './sync-run.ts';

/**
 * Maps issues that we created before a crash, once a run and after it pulled: what was seen there by then is found now. On a
 * side where that fails, a new issue may be one of ours; the error is answered, and keeps it from being copied back.
 */
export async function recoverCreated(run: SyncRun): Promise<PerSide<FixpointError | null>> {
  const held: { a: FixpointError | null; b: FixpointError | null } = { a: null, b: null };
  for (const on of SIDES) {
    const source = otherSide(on);
    for await (const { record } of everyRecord(run.store, 'outbox', `issue/${source}/`)) {
      await run.step();
      const found = await find(run, on, record.operationId);
      if (found.error) held[on] = found.error;
      if (!found.item) continue;
      const created = { item: found.item, content: record.content, found: true };
      await mapCreated(run, source, record.source, created);
    }
  }
  return held;
}

async function find(run: SyncRun, on: Side, operationId: string) {
  try {
    return { item: await run.backends[on].findCreatedIssue(operationId), error: null };
  } catch (error) {
    if (!concernsOneIssue(error)) throw error;
    return { item: null, error };
  }
}
