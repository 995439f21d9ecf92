import { readWorkflowBundlePath } from '@fixpoint/config/orchestrator.ts';
import { readServiceConfig } from '@fixpoint/config/service.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { runService } from '@fixpoint/worker-kit/run-service.ts';
import { temporalLogger } from '@fixpoint/worker-kit/temporal-logger.ts';
import { bundleWorkflows } from './bundle-workflows.ts';

/** About 600 cached workflows fill a gigabyte; evicted ones are replayed. */
const MAX_CACHED_WORKFLOWS = 200;

await runService('orchestrator', readServiceConfig(), async ({ connection, logger }) => {
  const bundlePath = readWorkflowBundlePath();
  return {
    workers: [
      {
        taskQueue: TASK_QUEUES.orchestrator,
        workflowBundle: bundlePath ? { codePath: bundlePath } : await bundleWorkflows(temporalLogger(logger)),
        maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
      },
    ],
    ready: async () => {
      await connection.ensureConnected();
    },
    close: async () => undefined,
  };
});
