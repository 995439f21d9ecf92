import { createForgeActivities } from '@fixpoint/activities-forge/activities.ts';
import { demandSecret, findForge } from '@fixpoint/config/find-forge.ts';
import { readForges } from '@fixpoint/config/forges.ts';
import { readServiceConfig } from '@fixpoint/config/service.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { createForge } from '@fixpoint/forges/registry.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { proposalRecords } from '@fixpoint/store/shared-records.ts';
import { runService } from '@fixpoint/worker-kit/run-service.ts';

/** Forges limit requests; what waits here waits at no cost. */
const MAX_CONCURRENT_REQUESTS = 10;

await runService('forge-worker', readServiceConfig(), async ({ config }) => {
  const forges = new Map(
    readForges().map((forge) => [
      forge.instance,
      createForge(forge.kind, { ...forge, apiToken: demandSecret(forge, 'apiToken') }),
    ]),
  );
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
    ],
    ready: () => store.ping(),
    close: () => store.close(),
  };
});
