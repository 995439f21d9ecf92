import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import type { SyncActivities, SyncCounts, SyncPair, SyncPairRequest } from '@fixpoint/contracts/sync.ts';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

export const NOTHING: SyncCounts = {
  created: { a: 0, b: 0 },
  updated: 0,
  tombstoned: 0,
  failed: 0,
  failures: [],
  conflicts: 0,
};

export function pairNamed(name: string): SyncPair {
  return {
    name,
    a: { forgeInstance: 'test', owner: 'ada', name: 'one' },
    b: { forgeInstance: 'test', owner: 'ada', name: 'two' },
    direction: 'both',
    policy: 'manual',
    deletes: 'close',
    everyMinutes: 1_440,
  };
}

export interface SyncFleet {
  readonly requests: readonly SyncPairRequest[];
  /** How many ran at the same time, at most. */
  readonly mostAtOnce: () => number;
}

/** Runs the workflows beside a fleet whose syncs are those of the test. */
export async function withSyncFleet(
  { environment, bundle }: { environment: TestWorkflowEnvironment; bundle: WorkflowBundleWithSourceMap },
  sync: (request: SyncPairRequest, nth: number) => Promise<SyncCounts>,
  body: (fleet: SyncFleet) => Promise<void>,
): Promise<void> {
  const requests: SyncPairRequest[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const activities: SyncActivities = {
    async syncPair(request) {
      requests.push(request);
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      try {
        return await sync(request, requests.length);
      } finally {
        atOnce -= 1;
      }
    },
  };
  const connection = environment.nativeConnection;
  const workers = await Promise.all([
    Worker.create({ connection, taskQueue: TASK_QUEUES.orchestrator, workflowBundle: bundle }),
    Worker.create({ connection, taskQueue: TASK_QUEUES.sync, activities: { ...activities } }),
  ]);
  const running = workers.map((worker) => worker.run());
  try {
    await body({ requests, mostAtOnce: () => mostAtOnce });
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  }
}
