import { createSandboxActivities } from '@fixpoint/activities-sandbox/activities.ts';
import { ActResultSchema } from '@fixpoint/activities-sandbox/schemas.ts';
import { readSandboxConfig } from '@fixpoint/config/sandbox.ts';
import { readServiceConfig } from '@fixpoint/config/service.ts';
import { sandboxHostQueue, TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { SIGNALS } from '@fixpoint/contracts/workflows.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { runService } from '@fixpoint/worker-kit/run-service.ts';
import { Client } from '@temporalio/client';
import Docker from 'dockerode';

/** The red and the green run go side by side. */
const STEPS_PER_WORKSPACE = 2;

await runService('sandbox-worker', readServiceConfig(), async ({ config, connection }) => {
  const sandbox = readSandboxConfig();
  const docker = new Docker(sandbox.engine);
  const engineId = String((await docker.info()).ID);
  const store = await openStore(config.storeUrl, { appName: 'sandbox-worker' });
  const client = new Client({ connection, namespace: config.temporalNamespace });
  const activities = createSandboxActivities({
    docker,
    image: sandbox.image,
    helperImage: sandbox.helperImage,
    blobs: store.blobs,
    turns: store.records('turns', ActResultSchema),
    instanceLabel: sandbox.instance,
    engineId,
    signalReady: (workflowId, ready) =>
      client.workflow.getHandle(workflowId).signal(SIGNALS.workspaceReady, ready),
    now: Date.now,
  });
  const { holdWorkspace, runChecks, discardWorkspace, act } = activities;
  return {
    workers: [
      // A held workspace keeps its slot for as long as it is open: the slots are this host's capacity.
      {
        taskQueue: TASK_QUEUES.sandbox,
        activities: { holdWorkspace },
        maxConcurrentActivityTaskExecutions: sandbox.maxWorkspaces,
      },
      {
        taskQueue: sandboxHostQueue(engineId),
        activities: { act, runChecks, discardWorkspace },
        maxConcurrentActivityTaskExecutions: STEPS_PER_WORKSPACE * sandbox.maxWorkspaces,
      },
    ],
    ready: async () => {
      await Promise.all([store.ping(), docker.ping()]);
    },
    close: () => store.close(),
  };
});
