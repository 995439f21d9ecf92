import { createSandboxActivities } from '@fixpoint/activities-sandbox/activities.ts';
import { readEngineId } from '@fixpoint/activities-sandbox/engine/engine-id.ts';
import type { SandboxPorts } from '@fixpoint/activities-sandbox/ports.ts';
import { ActResultSchema } from '@fixpoint/activities-sandbox/schemas.ts';
import { Workspaces } from '@fixpoint/activities-sandbox/workspace/workspaces.ts';
import { readSandboxConfig } from '@fixpoint/config/sandbox.ts';
import { readServiceConfig } from '@fixpoint/config/service.ts';
import { sandboxHostQueue, TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { SIGNALS } from '@fixpoint/contracts/workflows.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { runService } from '@fixpoint/worker-kit/run-service.ts';
import { Client } from '@temporalio/client';
import Docker from 'dockerode';
import { startJanitor } from './janitor.ts';

/** The red and the green run go side by side. */
const STEPS_PER_WORKSPACE = 2;

await runService('sandbox-worker', readServiceConfig(), async ({ config, connection, logger }) => {
  const sandbox = readSandboxConfig();
  const docker = new Docker(sandbox.engine);
  const engineId = await readEngineId(docker);
  const store = await openStore(config.storeUrl, { appName: 'sandbox-worker' });
  const client = new Client({ connection, namespace: config.temporalNamespace });
  const ports: SandboxPorts = {
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
  };
  const workspaces = new Workspaces(ports);
  const activities = createSandboxActivities(ports, workspaces);
  const janitor = startJanitor(ports, workspaces, logger);
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
    close: async () => {
      await janitor.stop();
      await store.close();
    },
  };
});
