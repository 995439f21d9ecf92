import { createAgentActivities } from '@fixpoint/activities-agent/activities.ts';
import { createAnthropicClient } from '@fixpoint/activities-agent/model-client.ts';
import { createPriceLookup } from '@fixpoint/activities-agent/prices.ts';
import { ThinkResultSchema } from '@fixpoint/activities-agent/schemas.ts';
import { readModelConfig } from '@fixpoint/config/model.ts';
import { readServiceConfig } from '@fixpoint/config/service.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { createRedactor } from '@fixpoint/store/redaction.ts';
import { runService } from '@fixpoint/worker-kit/run-service.ts';

/** A thinking turn only waits; what bounds it is the provider's rate limit. */
const MAX_CONCURRENT_TURNS = 30;

await runService('agent-worker', readServiceConfig(), async ({ config }) => {
  const modelConfig = readModelConfig();
  const store = await openStore(config.storeUrl, { appName: 'agent-worker' });
  const redactor = createRedactor([modelConfig.apiKey]);
  return {
    workers: [
      {
        taskQueue: TASK_QUEUES.agent,
        maxConcurrentActivityTaskExecutions: config.maxConcurrentActivities ?? MAX_CONCURRENT_TURNS,
        activities: createAgentActivities({
          model: createAnthropicClient(modelConfig),
          parameters: modelConfig,
          blobs: store.blobs,
          exchanges: store.records('exchanges', ThinkResultSchema),
          priceOf: createPriceLookup(modelConfig.price),
          redact: (text) => redactor.text(text),
        }),
      },
    ],
    ready: () => store.ping(),
    close: () => store.close(),
  };
});
