import { createGitActivities } from '@fixpoint/activities-git/activities.ts';
import {
  BranchRecordSchema,
  PreparedBaseSchema,
  PushRecordSchema,
} from '@fixpoint/activities-git/schemas.ts';
import { demandSecret, findForge } from '@fixpoint/config/find-forge.ts';
import { readForges } from '@fixpoint/config/forges.ts';
import { readGitRoot } from '@fixpoint/config/git.ts';
import { readServiceConfig } from '@fixpoint/config/service.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { runService } from '@fixpoint/worker-kit/run-service.ts';

/** Clones are bound by the disk; more of them at once are not faster. */
const MAX_CONCURRENT_STEPS = 8;

await runService('git-worker', readServiceConfig(), async ({ config }) => {
  const remotes = new Map(
    readForges().map((forge) => [
      forge.instance,
      { url: forge.url, gitToken: demandSecret(forge, 'gitToken') },
    ]),
  );
  const store = await openStore(config.storeUrl, { appName: 'git-worker' });
  return {
    workers: [
      {
        taskQueue: TASK_QUEUES.git,
        maxConcurrentActivityTaskExecutions: config.maxConcurrentActivities ?? MAX_CONCURRENT_STEPS,
        activities: createGitActivities({
          root: readGitRoot(),
          remoteOf: (instance) => findForge(remotes, instance),
          blobs: store.blobs,
          bases: store.records('bases', PreparedBaseSchema),
          pushes: store.records('pushes', PushRecordSchema),
          branches: store.records('branches', BranchRecordSchema),
        }),
      },
    ],
    ready: () => store.ping(),
    close: () => store.close(),
  };
});
