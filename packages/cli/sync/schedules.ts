import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import {
  SYNC_SCHEDULE_PREFIX,
  type SyncPair,
  syncedTrackerKey,
  syncMemoryOf,
  syncScheduleId,
  withSidesInOrder,
} from '@fixpoint/contracts/sync.ts';
import { WORKFLOW_TYPES } from '@fixpoint/contracts/workflows.ts';
import { pairLogins } from '@fixpoint/issue-core/sync/user-names.ts';
import {
  type Client,
  ScheduleAlreadyRunning,
  type ScheduleDescription,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { readOutcome, type StartedSync, type SyncOutcome } from './outcome.ts';
import { ScheduleArguments } from './schedule-arguments.ts';

export interface ScheduledSync {
  readonly pair: SyncPair;
  readonly paused: boolean;
  readonly nextAt: string | null;
  /** Of the last one that was started; null when none was yet. */
  readonly last: SyncOutcome | null;
}

/**
 * Makes the Schedule of a pair, and starts its first sync. The Schedule is the pair's only record: who is synced is what it
 * says, with the sides in the order in which two trackers are remembered.
 *
 * @throws FixpointError INVALID_INPUT when both sides are one tracker, or a login is mapped to two; ALREADY_EXISTS when there
 * is a sync of this name, or one of the same trackers
 */
export async function addSync(client: Client, given: SyncPair): Promise<SyncPair> {
  const pair = withSidesInOrder(given);
  if (syncedTrackerKey(pair.a) === syncedTrackerKey(pair.b))
    throw new FixpointError('INVALID_INPUT', 'a and b: give two repositories.');
  pairLogins(pair.users ?? []);
  for await (const description of describeAll(client)) {
    const other = pairIn(description);
    if (other.name !== pair.name && syncMemoryOf(other) === syncMemoryOf(pair))
      throw new FixpointError('ALREADY_EXISTS', `${other.name} syncs these two already; remove it first.`);
  }
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
    return pair;
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const detail = `There is a sync ${pair.name}; remove it first.`;
    throw new FixpointError('ALREADY_EXISTS', detail, { cause: error });
  }
}

/** Syncs as soon as the sync that runs has ended, else at once. @throws FixpointError SYNC_UNKNOWN */
export async function triggerSync(client: Client, name: string): Promise<void> {
  await found(name, () =>
    client.schedule.getHandle(syncScheduleId(name)).trigger(ScheduleOverlapPolicy.BUFFER_ONE),
  );
}

/**
 * One sync, beside the Schedule, that takes any number of deletions and looks at everything again.
 *
 * @throws FixpointError SYNC_UNKNOWN
 */
export async function forceSync(client: Client, name: string): Promise<void> {
  const pair = await readPair(client, name);
  await client.workflow.start(WORKFLOW_TYPES.sync, {
    taskQueue: TASK_QUEUES.orchestrator,
    workflowId: forcedWorkflowId(name),
    workflowIdConflictPolicy: 'USE_EXISTING',
    args: [{ pair, force: true }],
  });
}

/**
 * Also ends the sync that runs. What the two trackers remember stays, so that a pair that is added again goes on.
 *
 * @throws FixpointError SYNC_UNKNOWN
 */
export async function removeSync(client: Client, name: string): Promise<void> {
  await found(name, async () => {
    const schedule = client.schedule.getHandle(syncScheduleId(name));
    await schedule.pause('it is removed');
    const newest = newestIn(await schedule.describe());
    await schedule.delete();
    if (newest) await cancelIfRunning(client, newest.workflowId);
    await cancelIfRunning(client, forcedWorkflowId(name));
  });
}

/** @throws FixpointError SYNC_UNKNOWN */
export async function readPair(client: Client, name: string): Promise<SyncPair> {
  return pairIn(await describe(client, name));
}

/** @throws FixpointError SYNC_UNKNOWN */
export async function readSync(client: Client, name: string): Promise<ScheduledSync> {
  return withOutcome(client, await describe(client, name));
}

export async function listSyncs(client: Client): Promise<readonly ScheduledSync[]> {
  const syncs: ScheduledSync[] = [];
  for await (const description of describeAll(client)) syncs.push(await withOutcome(client, description));
  return syncs;
}

async function* describeAll(client: Client): AsyncGenerator<ScheduleDescription> {
  for await (const { scheduleId } of client.schedule.list()) {
    if (!scheduleId.startsWith(SYNC_SCHEDULE_PREFIX)) continue;
    try {
      yield await client.schedule.getHandle(scheduleId).describe();
    } catch (error) {
      // The list is behind: it still shows what was just removed.
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    }
  }
}

function describe(client: Client, name: string): Promise<ScheduleDescription> {
  return found(name, () => client.schedule.getHandle(syncScheduleId(name)).describe());
}

function pairIn({ action }: ScheduleDescription): SyncPair {
  const [{ pair }] = ScheduleArguments.parse(action.args);
  return pair;
}

async function withOutcome(client: Client, description: ScheduleDescription): Promise<ScheduledSync> {
  const { state, info } = description;
  const newest = newestIn(description);
  return {
    pair: pairIn(description),
    paused: state.paused,
    nextAt: info.nextActionTimes[0]?.toISOString() ?? null,
    last: newest && (await readOutcome(client, newest)),
  };
}

function newestIn({ info }: ScheduleDescription): StartedSync | null {
  const newest = info.recentActions.at(-1);
  if (!newest) return null;
  return { workflowId: newest.action.workflow.workflowId, startedAt: newest.takenAt.toISOString() };
}

function forcedWorkflowId(name: string): string {
  return `${syncScheduleId(name)}-forced`;
}

async function cancelIfRunning(client: Client, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).cancel();
  } catch (error) {
    // It has ended, or was never started.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
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
