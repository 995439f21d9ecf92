import { createForgeActivities, createSyncActivities } from '@fixpoint/activities-forge/activities.ts';
import { demandSecret, findForge } from '@fixpoint/config/find-forge.ts';
import { readForges } from '@fixpoint/config/forges.ts';
import { readServiceConfig } from '@fixpoint/config/service.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { createForge, runsAt } from '@fixpoint/forges/registry.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { proposalRecords } from '@fixpoint/store/shared-records.ts';
import { runService } from '@fixpoint/worker-kit/run-service.ts';
import { createTrackers } from './trackers.ts';

/** Forges limit requests; what waits here waits at no cost. */
const MAX_CONCURRENT_REQUESTS = 10;
/** Each holds what one page of a tracker has, and waits for the forge most of the time. */
const MAX_CONCURRENT_SYNCS = 4;

await runService('forge-worker', readServiceConfig(), async ({ config }) => {
  const configured = readForges().map((forge) => ({ ...forge, apiToken: demandSecret(forge, 'apiToken') }));
  const forges = new Map(
    configured
      .filter(({ kind }) => runsAt(kind))
      .map((forge) => [forge.instance, createForge(forge.kind, forge)]),
  );
  const trackers = createTrackers(configured);
  const store = await openStore(config.storeUrl, { appName: 'forge-worker' });
  return {
    workers: [
      {
        taskQueue: TASK_QUEUES.forge,
        maxConcurrentActivityTaskExecutions: config.maxConcurrentActivities ?? MAX_CONCURRENT_REQUESTS,
        activities: createForgeActivities({
          forges: (instance) => findForge(forges, instance),
          blobs: store.blobs,
          proposals: proposalRecords(store),
        }),
      },
      {
        taskQueue: TASK_QUEUES.sync,
        maxConcurrentActivityTaskExecutions: MAX_CONCURRENT_SYNCS,
        activities: createSyncActivities({ openTracker: trackers, store: (memory) => store.sync(memory) }),
      },
    ],
    ready: () => store.ping(),
    close: () => store.close(),
  };
});
