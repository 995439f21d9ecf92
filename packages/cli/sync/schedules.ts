import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { SYNC_SCHEDULE_PREFIX, type SyncPair, syncScheduleId } from '@fixpoint/contracts/sync.ts';
import { WORKFLOW_TYPES } from '@fixpoint/contracts/workflows.ts';
import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { z } from 'zod';

const Tracker = z.object({ forgeInstance: z.string(), owner: z.string(), name: z.string() }).readonly();
const Arguments = z.tuple([
  z.object({
    pair: z
      .object({
        name: z.string(),
        a: Tracker,
        b: Tracker,
        direction: z.enum(['both', 'a-to-b', 'b-to-a']),
        policy: z.enum(['manual', 'a', 'b', 'newer']),
        deletes: z.enum(['close', 'delete', 'keep']),
        everyMinutes: z.number(),
      })
      .readonly(),
  }),
]);

export interface ScheduledSync {
  readonly pair: SyncPair;
  readonly paused: boolean;
  readonly nextAt: string | null;
  /** The workflows that the Schedule started last, the newest first. */
  readonly recent: readonly { readonly workflowId: string; readonly at: string }[];
}

/**
 * Makes the Schedule of a pair, and starts its first sync. The Schedule is the pair's only record: who is synced is what it says.
 *
 * @throws FixpointError ALREADY_EXISTS
 */
export async function addSync(client: Client, pair: SyncPair): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: syncScheduleId(pair.name),
      spec: { intervals: [{ every: `${pair.everyMinutes}m` }] },
      // One at a time; what a sync that takes long misses, it finds itself.
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
      action: {
        type: 'startWorkflow',
        workflowType: WORKFLOW_TYPES.sync,
        taskQueue: TASK_QUEUES.orchestrator,
        workflowId: syncScheduleId(pair.name),
        args: [{ pair }],
      },
      state: { triggerImmediately: true },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    throw new FixpointError('ALREADY_EXISTS', `There is a sync ${pair.name}; remove it first.`, {
      cause: error,
    });
  }
}

/** Syncs now, or as soon as the sync that runs has ended. @throws FixpointError SYNC_UNKNOWN */
export async function triggerSync(client: Client, name: string): Promise<void> {
  await found(name, () =>
    client.schedule.getHandle(syncScheduleId(name)).trigger(ScheduleOverlapPolicy.BUFFER_ONE),
  );
}

/** What the pair remembers stays, so that one that is added again goes on. @throws FixpointError SYNC_UNKNOWN */
export async function removeSync(client: Client, name: string): Promise<void> {
  await found(name, () => client.schedule.getHandle(syncScheduleId(name)).delete());
}

/** @throws FixpointError SYNC_UNKNOWN */
export function readSync(client: Client, name: string): Promise<ScheduledSync> {
  return found(name, async () => {
    const { action, state, info } = await client.schedule.getHandle(syncScheduleId(name)).describe();
    const [{ pair }] = Arguments.parse(action.args);
    const recent = info.recentActions.toReversed().flatMap(({ takenAt, action: taken }) => ({
      workflowId: taken.workflow.workflowId,
      at: takenAt.toISOString(),
    }));
    return { pair, paused: state.paused, nextAt: info.nextActionTimes[0]?.toISOString() ?? null, recent };
  });
}

export async function listSyncs(client: Client): Promise<readonly ScheduledSync[]> {
  const syncs: ScheduledSync[] = [];
  for await (const { scheduleId } of client.schedule.list()) {
    if (scheduleId.startsWith(SYNC_SCHEDULE_PREFIX))
      syncs.push(await readSync(client, scheduleId.slice(SYNC_SCHEDULE_PREFIX.length)));
  }
  return syncs;
}

async function found<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    throw new FixpointError('SYNC_UNKNOWN', `${name}; \`./fixpoint sync list\` shows them.`, {
      cause: error,
    });
  }
}
